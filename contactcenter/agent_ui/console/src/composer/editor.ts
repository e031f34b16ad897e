import { Editor, type Extensions } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Italic } from "@tiptap/extension-italic";
import { Link } from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Mention } from "@tiptap/extension-mention";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { Placeholder, UndoRedo } from "@tiptap/extensions";
import { PluginKey } from "@tiptap/pm/state";
import { Extension } from "@tiptap/core";
import { Suggestion } from "@tiptap/suggestion";

import { suggestion, type Source, type Suggesting } from "./suggest";
import { mentioned, plainText, type DocNode } from "./text";

export interface Written {
  html: string;
  text: string;
  mentions: number[];
  empty: boolean;
}

export interface Wishes {
  element: HTMLElement;
  html: string;
  placeholder: string;
  label: string;
  /** Words alone, without marks and lists: for ways that carry no more. */
  bare: boolean;
  state: Suggesting;
  snippets: Source;
  /** Colleagues to be mentioned; null where nobody can be (a reply). */
  mentions: Source | null;
  written: (what: Written) => void;
  send: (then: "send" | "close") => void;
  leave: () => void;
}

/** An editor for replies and notes. It puts no style into the page: the content security policy forbids that. */
export function makeEditor(wishes: Wishes): Editor {
  const editor = new Editor({
    element: wishes.element,
    injectCSS: false,
    content: wishes.html,
    // A space at the end is where somebody was typing.
    parseOptions: { preserveWhitespace: true },
    extensions: extensions(wishes),
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": wishes.label, class: "rich", spellcheck: "true" },
    },
    onUpdate: ({ editor: now }) => wishes.written(read(now)),
  });
  return editor;
}

/** What stands in the editor. */
export function read(editor: Editor): Written {
  const doc = editor.getJSON() as DocNode;
  const text = plainText(doc);
  return { html: text === "" ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, ""), text, mentions: mentioned(doc), empty: text === "" };
}

/** One by one: the kit that bundles them brings six kilobytes of what no mail of ours has. */
const RICH: Extensions = [Bold, Italic, Underline, Strike, Code, CodeBlock, Blockquote, BulletList, OrderedList, ListItem, ListKeymap];

function extensions(wishes: Wishes): Extensions {
  return [
    Document, Paragraph, Text, HardBreak, UndoRedo,
    Link.configure({ openOnClick: false, autolink: true, defaultProtocol: "https" }),
    ...(wishes.bare ? [] : RICH),
    Placeholder.configure({ placeholder: wishes.placeholder }),
    sendKeys(wishes),
    snippetPicker(wishes),
    ...(wishes.mentions === null ? [] : [mentionOf(wishes, wishes.mentions)]),
  ];
}

function sendKeys(wishes: Wishes): Extension {
  return Extension.create({
    name: "sendKeys",
    priority: 1000,
    addKeyboardShortcuts: () => ({
      "Mod-Enter": () => (wishes.send("send"), true),
      "Mod-Shift-Enter": () => (wishes.send("close"), true),
      Escape: () => {
        if (wishes.state.open !== null) return false;
        wishes.leave();
        return true;
      },
    }),
  });
}

function snippetPicker(wishes: Wishes): Extension {
  return Extension.create({
    name: "snippetPicker",
    addProseMirrorPlugins() {
      return [Suggestion({ editor: this.editor, pluginKey: new PluginKey("snippets"), ...suggestion(wishes.state, wishes.snippets) })];
    },
  });
}

function mentionOf(wishes: Wishes, source: Source): Extensions[number] {
  return Mention.configure({
    // The server keeps `strong` and drops unknown attributes: the name stays, emphasised.
    renderHTML: ({ node }) => ["strong", { "data-type": "mention", "data-id": String(node.attrs["id"]), "data-label": String(node.attrs["label"]) }, `@${String(node.attrs["label"])}`],
    renderText: ({ node }) => `@${String(node.attrs["label"])}`,
  }).extend({
    parseHTML: () => [{ tag: 'strong[data-type="mention"]', priority: 100 }],
    // Our own suggestion, as for snippets: it inserts the node by itself.
    addProseMirrorPlugins() {
      return [Suggestion({ editor: this.editor, pluginKey: new PluginKey("mentions"), ...suggestion(wishes.state, source) })];
    },
  });
}
