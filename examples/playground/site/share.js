// A link that carries what stands on the page behind its #, compressed.

const MOST = 4 << 20; // characters of what a link may unfold to

async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new Error("the link holds too much");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// pack returns a fragment for a state.
export async function pack(state) {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return "v1." + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// unpack returns the state of a fragment, or null if it has none.
export async function unpack(fragment) {
  const [, text] = /^#?v1\.([\w-]+)$/.exec(fragment) || [];
  if (!text) return null;
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = await through(Uint8Array.from(raw, (c) => c.charCodeAt(0)), new DecompressionStream("deflate-raw"));
  const state = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof state.d !== "string" || !Array.isArray(state.o)) return null;
  return state;
}
