// Keeps every file of the page, so that it opens and lists without a network. Files of two versions never meet: a new version is fetched
// past the browser's cache, is kept apart, and takes over when no page uses the old one any more.

importScripts('files.js');
const shop = `shop ${self.registration.scope} `;
const name = shop + self.version;

self.addEventListener('install', event => {
  event.waitUntil((async () => {
    const cache = await caches.open(name);
    await cache.addAll(['./', ...self.files].map(file => new Request(file, { cache: 'reload' })));
  })());
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const other of await caches.keys()) {
      if (other.startsWith(shop) && other !== name) await caches.delete(other);
    }
  })());
});

self.addEventListener('fetch', event => {
  event.respondWith((async () => {
    const cache = await caches.open(name);
    return (await cache.match(event.request, { ignoreSearch: event.request.mode === 'navigate' })) ?? fetch(event.request);
  })());
});
