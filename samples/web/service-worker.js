// Keeps every file of the page, so that it opens and lists without a network.

importScripts('files.js');
const name = `shop-${self.version}`;

self.addEventListener('install', event => {
  event.waitUntil((async () => {
    const cache = await caches.open(name);
    await cache.addAll(['./', 'files.js', ...self.files]);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const other of await caches.keys()) {
      if (other.startsWith('shop-') && other !== name) await caches.delete(other);
    }
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', event => {
  event.respondWith((async () => (await caches.match(event.request)) ?? fetch(event.request))());
});
