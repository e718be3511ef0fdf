// The editor of the page: CodeMirror with JSON, faults of the library in the text,
// and completion by the types of the document.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--name)" },
  { tag: tags.string, color: "var(--text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--value)" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--quiet)" },
]);

// textOf returns what a string of JSON says.
function textOf(state, node) {
  const raw = state.sliceDoc(node.from, Math.min(node.to, node.from + 200));
  try { return JSON.parse(raw); } catch { return raw.replace(/^"|"$/g, ""); }
}

const containers = new Set(["Object", "Array", "Property"]);

// pathOf returns the names that lead to a node, with null for a place in a list.
function pathOf(state, node) {
  const path = [];
  for (let n = node; n; n = n.parent) {
    if (n.name === "Property" && n !== node) {
      const name = n.getChild("PropertyName");
      if (name) path.unshift(textOf(state, name));
    } else if (n.name === "Array" && n !== node) {
      path.unshift(null);
    }
  }
  return path;
}

// fieldAt follows a path through the types and returns the field that it ends at.
// The document itself is like a field with its own type.
function fieldAt(types, path) {
  let field = { form: "object", type: types.first };
  for (const name of path) {
    if (!field) return null;
    if (name === null) {
      field = field.form === "list" ? { ...field, form: field.of, of: "" }
        : field.form === "list of objects" ? { ...field, form: "object" } : null;
    } else if (field.form === "map") {
      field = { ...field, form: field.of, of: "" };
    } else {
      const type = types.byName.get(field.type);
      field = type && (type.fields.find((f) => f.name === name) || type.fields.find((f) => f.name === "*"));
    }
  }
  return field;
}

// blank returns an empty value of a field, and where the cursor goes in it.
function blank(field) {
  switch (field.form) {
    case "object": case "map": return ["{}", 1];
    case "list": case "list of objects": return ["[]", 1];
    case "integer": return ["", 0];
    case "boolean": return ["true", 4];
  }
  return ['""', 1];
}

function about(field) {
  return () => {
    const box = document.createElement("div");
    box.textContent = field.doc || "";
    if (field.default) box.append(" Default: " + field.default + ".");
    if (field.example) {
      const code = document.createElement("code");
      code.textContent = field.example;
      box.append(" For example ", code);
    }
    return box;
  };
}

// names completes the names of an object.
function names(types, context, object, from, to) {
  const type = types.byName.get(fieldAt(types, pathOf(context.state, object))?.type);
  if (!type) return null;
  const there = new Set(object.getChildren("Property").filter((p) => p.from > to || p.to < from)
    .map((p) => p.getChild("PropertyName")).filter(Boolean).map((n) => textOf(context.state, n)));
  const options = type.fields.filter((f) => f.name !== "*" && !there.has(f.name)).map((f) => ({
    label: f.name,
    detail: (f.of ? f.form + " of " + f.of : f.form) + (f.required ? ", required" : ""),
    type: "property",
    boost: f.required ? 1 : 0,
    info: f.doc ? about(f) : undefined,
    apply(view, _, from, to) {
      const has = /^\s*"?\s*:/.test(view.state.sliceDoc(to, to + 20));
      const [value, at] = has ? ["", 0] : blank(f);
      const text = `"${f.name}"` + (has ? "" : ": " + value);
      const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
      view.dispatch({
        changes: { from, to: end, insert: text },
        selection: { anchor: from + text.length - (has ? 0 : value.length - at) },
        userEvent: "input.complete",
      });
    },
  }));
  return { from, to, options, validFor: /^"?\w*$/ };
}

// values completes the value of a field.
function values(field, from, to) {
  if (!field) return null;
  let list = field.enum || [];
  if (field.form === "boolean") list = ["true", "false"];
  else if (!list.length && field.example) list = [field.example.replace(/^"|"$/g, "")];
  if (!list.length) return null;
  const quote = field.form === "boolean" || field.form === "integer" ? "" : '"';
  return {
    from, to,
    options: list.map((label) => ({
      label, type: "enum", info: field.doc ? about(field) : undefined,
      apply(view, _, from, to) {
        const end = quote && view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
        const text = quote + label + quote;
        view.dispatch({ changes: { from, to: end, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.complete" });
      },
    })),
    validFor: /^"?[\w%.-]*$/,
  };
}

// complete returns the source of completions for the types of the document.
function complete(getTypes) {
  return (context) => {
    const types = getTypes();
    if (!types) return null;
    const word = context.matchBefore(/"?[\w%.-]*$/) || { from: context.pos, text: "" };
    if (!context.explicit && word.text === "") return null;
    const from = word.from, to = context.pos;
    let node = syntaxTree(context.state).resolveInner(from, 1);
    if (!["String", "PropertyName", "Number", "True", "False"].includes(node.name) || node.from !== from) {
      node = syntaxTree(context.state).resolveInner(from, -1);
    }
    while (node && !containers.has(node.name) && node.name !== "PropertyName") node = node.parent;
    if (!node) return null;
    const before = context.state.sliceDoc(Math.max(0, from - 400), from).trimEnd();
    const behind = before[before.length - 1];
    if (behind === ":") {
      // The value of a property.
      while (node && node.name !== "Property") node = node.parent;
      const name = node?.getChild("PropertyName");
      return name && quoted(values(fieldAt(types, [...pathOf(context.state, node), textOf(context.state, name)]), from, to), word.text);
    }
    while (node && node.name !== "Object" && node.name !== "Array") node = node.parent;
    if (!node || (behind !== "," && behind !== "{" && behind !== "[")) return null;
    if (node.name === "Object") {
      return quoted(names(types, context, node, from, to), word.text);
    }
    return quoted(values(fieldAt(types, [...pathOf(context.state, node), null]), from, to), word.text);
  };
}

// quoted makes labels match what was typed, if that begins with a quotation mark.
function quoted(found, text) {
  if (found && text[0] === '"') for (const o of found.options) {
    o.displayLabel = o.label;
    o.label = '"' + o.label;
  }
  return found;
}

// place returns the offset of a line and a column in bytes.
function place(doc, line, column) {
  if (line < 1 || line > doc.lines) return line < 1 ? 0 : doc.length;
  const at = doc.line(line);
  let bytes = column - 1, units = 0;
  for (const rune of at.text) {
    if (bytes <= 0) break;
    const code = rune.codePointAt(0);
    bytes -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units += rune.length;
  }
  return at.from + Math.min(units, at.length);
}

// extent returns how far the value at an offset goes, at most to the end of its line.
function extent(state, from) {
  const node = syntaxTree(state).resolveInner(from, 1);
  const line = state.doc.lineAt(from);
  const to = node.from === from && node.to > from ? node.to : from + 1;
  return Math.max(Math.min(to, line.to, from + 400), Math.min(from + 1, state.doc.length));
}

// createEditor puts an editor into an element. changed is called with the text when
// it changes, and moved with the fault under the cursor, which has its place and a message, or null.
export function createEditor({ parent, doc, label, changed, moved }) {
  let types = null;
  let shown = null;
  const look = (view) => {
    const at = view.state.selection.main.head;
    let here = null;
    forEachDiagnostic(view.state, (d, from, to) => {
      if (!here && from <= at && at <= to) here = d;
    });
    if (here !== shown) moved((shown = here));
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(),
        EditorState.allowMultipleSelections.of(true), indentOnInput(), syntaxHighlighting(colors), bracketMatching(), closeBrackets(),
        autocompletion({ override: [complete(() => types)], icons: false }), highlightActiveLine(), json(), lintGutter(),
        keymap.of([
          { key: "F8", run: nextDiagnostic }, { key: "Shift-F8", run: previousDiagnostic },
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "editor-help", spellcheck: "false" }),
        EditorView.updateListener.of((u) => {
          if (u.docChanged) changed(u.state.doc.toString());
          if (u.docChanged || u.selectionSet || u.transactions.some((t) => t.effects.length)) look(u.view);
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    setText(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: Transaction.addToHistory.of(true) });
    },
    setTypes(list) {
      types = { first: list[0].name, byName: new Map(list.map((t) => [t.name, t])) };
    },
    // setFaults marks faults and remarks; each has a line, a column and a message.
    setFaults(list) {
      const marks = list.slice(0, 200).map((f) => {
        const from = place(view.state.doc, f.line, f.column);
        return { from, to: extent(view.state, from), severity: f.severity, message: f.message, line: f.line, column: f.column };
      });
      view.dispatch(setDiagnostics(view.state, marks.sort((a, b) => a.from - b.from)));
      look(view);
    },
    goTo(line, column) {
      const at = place(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
  };
}
