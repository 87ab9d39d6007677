// Makes elements without templates: nothing that users or files write is ever read as HTML.

type Child = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
type Value = string | number | boolean | null | undefined | Listener;

function fill(element: Element, attributes: Record<string, Value>, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  for (const child of children) if (child || child === "") element.append(child as Node | string);
}

/** An HTML element: h("button", { class: "x", onclick: f }, "words"). */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, Value> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K, attributes: Record<string, Value> = {}, ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, attributes, children);
  return element;
}

/** The element of index.html with this id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html lacks #${id}`);
  return element as T;
}

/** One option of a select. */
export function option(value: string, label: string, chosen: boolean, disabled = false): HTMLOptionElement {
  const element = h("option", { value, disabled }, label);
  element.selected = chosen;
  return element;
}

/** Runs `work` soon, and at most once in `wait_ms` however often it is asked. */
export function throttle(work: () => void, wait_ms: number): () => void {
  let timer = 0;
  return () => { timer ||= window.setTimeout(() => { timer = 0; work(); }, wait_ms); };
}

/** Runs `work` once things have been quiet for `wait_ms`. */
export function debounce(work: () => void, wait_ms: number): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, wait_ms);
  };
}
