// A small picture of a good: one of a few shapes in the color of the good, on a field of 32 by 32.

const SVG = 'http://www.w3.org/2000/svg';

// Of each shape what is in the good's color, what is lighter and what is darker.
const shapes = {
  round: {
    color: 'M16 8a11 11 0 1 0 .01 0z',
    light: 'M10 13a4 4 0 0 0-2 5 8 8 0 0 1 5-6z',
    dark: 'M15 8l-1-5 2 0 1 5z',
  },
  drop: {
    color: 'M16 3c3 6 10 9 10 17a10 9.5 0 0 1-20 0c0-8 7-11 10-17z',
    light: 'M10 17a9 9 0 0 0 2 8 6 6 0 0 1-2-8z',
    dark: '',
  },
  curved: {
    color: 'M5 8c1 12 10 20 23 18 0-3-2-5-5-5-7-1-11-6-12-14z',
    light: 'M8 11c2 7 6 11 12 13-6 0-11-5-12-13z',
    dark: 'M5 8l1-3 4 0 1 2z',
  },
  bunch: {
    color: 'M10 8a5 5 0 1 0 .01 0zM21 7a5 5 0 1 0 .01 0zM16 14a5 5 0 1 0 .01 0zM9 19a5 5 0 1 0 .01 0zM22 18a5 5 0 1 0 .01 0z',
    light: 'M8 11a3 3 0 0 1 3-2l-1 2zM19 10a3 3 0 0 1 3-2l-1 2zM14 17a3 3 0 0 1 3-2l-1 2z',
    dark: 'M15 9l2-6 2 0-2 6z',
  },
  stalks: {
    color: 'M6 29L9 8h4L10 29zM14 29V4h4v25zM22 29L19 8h4l3 21z',
    light: 'M15 8h1v20h-1z',
    dark: 'M5 21l22-2v4L5 25z',
  },
  tree: {
    color: 'M3 17c0-7 4-7 5-9s5-4 8-3c4-1 7 0 8 3s5 3 5 9z',
    light: 'M8 13c1-3 3-4 6-5-2 2-4 3-6 5z',
    dark: 'M12 17h8l1 12h-10z',
  },
  root: {
    color: 'M9 11c4-3 10-3 14 0 0 8-4 15-7 19-3-4-7-11-7-19z',
    light: 'M12 13h3v9z',
    dark: 'M15 9L9 3l5 3 2-4 2 4 5-3-6 6z',
  },
  leaf: {
    color: 'M16 29C3 24 4 9 16 3c12 6 13 21 0 26z',
    light: 'M16 8c-5 3-7 8-5 13 1-6 3-9 5-13z',
    dark: 'M15 8h1l.6 22h-2z',
  },
  loaf: {
    color: 'M4 26c-3-6-2-13 6-14h12c8 1 9 8 6 14z',
    light: 'M9 23l3-8h2l-3 8zM15 23l3-8h2l-3 8zM21 23l3-8 2 2-3 6z',
    dark: 'M4 25h24l-1 2H5z',
  },
  wedge: {
    color: 'M3 20L25 7c3 3 4 8 4 13v7H3z',
    light: 'M3 20h26v2H3z',
    dark: 'M9 23a2 2 0 1 0 .01 0zM20 22a2.5 2.5 0 1 0 .01 0zM22 13a2 2 0 1 0 .01 0z',
  },
  block: {
    color: 'M4 11h24a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V13a2 2 0 0 1 2-2z',
    light: 'M5 14h22v2H5z',
    dark: 'M11 19h10v4H11z',
  },
  carton: {
    color: 'M9 12l3-6h8l3 6v17H9z',
    light: 'M9 12h14v2H9zM12 2h8v4h-8z',
    dark: 'M11 18h10v7H11z',
  },
  egg: {
    color: 'M16 3c5 0 10 9 10 15a10 10 0 0 1-20 0C6 12 11 3 16 3z',
    light: 'M11 11a14 14 0 0 0-2 8c-2-4 0-7 2-8z',
    dark: '',
  },
  tub: {
    color: 'M6 12h20l-2 16H8z',
    light: 'M5 7h22v5H5z',
    dark: 'M10 17h12l-.6 6H10.6z',
  },
  fish: {
    color: 'M2 16C8 7 17 7 22 15l8-6v14l-8-6C17 25 8 25 2 16z',
    light: 'M8 13a2 2 0 1 0 .01 0z',
    dark: 'M13 12c2 2 2 6 0 8 4-2 4-6 0-8z',
  },
  can: {
    color: 'M8 5h16v23a8 2 0 0 1-16 0z',
    light: 'M8 5a8 2 0 0 1 16 0 8 2 0 0 1-16 0z',
    dark: 'M8 12h16v9H8z',
  },
  jar: {
    color: 'M9 10h14a3 3 0 0 1 3 3v13a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3V13a3 3 0 0 1 3-3z',
    light: 'M9 16h14v8H9z',
    dark: 'M8 3h16v6H8z',
  },
  bottle: {
    color: 'M13 6h6v5l4 5v13H9V16l4-5z',
    light: 'M9 18h14v7H9z',
    dark: 'M13 2h6v4h-6z',
  },
  box: {
    color: 'M7 4h18v25H7z',
    light: 'M7 4h18v4H7z',
    dark: 'M10 13h12v9H10z',
  },
  bag: {
    color: 'M8 3h16l-1 4 2 22H7L9 7z',
    light: 'M9 7h14v1H9z',
    dark: 'M11 14h10v9H11z',
  },
  cubes: {
    color: 'M4 16h11v12H4zM17 16h11v12H17zM10 4h12v11H10z',
    light: 'M6 18h3v3H6zM19 18h3v3h-3zM12 6h3v3h-3z',
    dark: '',
  },
  roll: {
    color: 'M9 5h14v23H9z',
    light: 'M9 5a7 3 0 0 1 14 0 7 3 0 0 1-14 0z',
    dark: 'M13 5a3 1.5 0 0 1 6 0 3 1.5 0 0 1-6 0z',
  },
};

export function picture({ name, shape, color }) {
  if (!(shape in shapes)) throw new Error(`${name} has the shape ${shape}, which nobody has drawn.`);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.color = color;
  for (const [tone, path] of Object.entries(shapes[shape])) {
    const part = document.createElementNS(SVG, 'path');
    part.setAttribute('class', tone);
    part.setAttribute('d', path);
    svg.append(part);
  }
  return svg;
}
