// Time zones for the library. It reads the files of a machine, and there are none in
// a browser: what it opens below /usr/share/zoneinfo/ comes from two packs, of the
// zones of the samples and of all. The second is only loaded when it is needed, and as
// a whole, so that no host learns which zone was typed.

const packs = ["zones/first.json", "zones/all.json"];
const zones = new Map();

function zone(name) {
  while (!zones.has(name) && packs.length) {
    const request = new XMLHttpRequest();
    request.open("GET", packs[0], false); // a worker may wait
    request.send();
    if (request.status !== 200) return null;
    packs.shift();
    for (const [known, data] of Object.entries(JSON.parse(request.responseText))) zones.set(known, data);
  }
  return zones.has(name) ? Uint8Array.from(atob(zones.get(name)), (c) => c.charCodeAt(0)) : null;
}

const fault = (code) => Object.assign(new Error(code), { code });
const files = new Map();
let next = 100;

Object.assign(globalThis.fs, {
  open(path, flags, mode, done) {
    const [, name] = /^\/usr\/share\/zoneinfo\/+(.+)$/.exec(path) || [];
    let data = null;
    try {
      data = name ? zone(name) : null;
    } catch {} // without a network: there is no such zone
    if (!data) return done(fault("ENOENT"));
    files.set(++next, { data, at: 0 });
    done(null, next);
  },
  fstat(fd, done) {
    done(null, { isDirectory: () => false });
  },
  read(fd, buffer, offset, length, position, done) {
    const file = files.get(fd);
    if (!file) return done(fault("EBADF"));
    const part = file.data.subarray(file.at, file.at + length);
    buffer.set(part, offset);
    file.at += part.length;
    done(null, part.length);
  },
  close(fd, done) {
    files.delete(fd);
    done(null);
  },
});
