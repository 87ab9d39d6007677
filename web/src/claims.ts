// The claims page: what was said, how it can be read, and what follows from the computation.
import { getJson, postJson, ServerError } from "./api";
import { h } from "./dom";
import { readScene } from "./state";
import type { Scene, Start } from "./types";

interface Reading { name: string; verdict: string; share_low?: number | null; share_high?: number | null; threshold?: string | number | null; value?: string | null; note?: string | null; [more: string]: unknown }
interface Claim {
  id: string; sentence: string; who: string; when: string; readings: Reading[]; verdict: string;
  left_out: (string | { name: string; why: string })[]; decides: (string | { label: string })[]; scene?: Scene | null; map?: Scene | null;
  source?: { title?: string; address?: string } | string | null;
}
interface Claims { state: "none" | "running" | "ready" | "failed"; progress?: { what: string; done: number; total: number } | null; claims: Claim[]; detail?: string | null; note?: string | null }

const POLL_MS = 1500;

function shares(reading: Reading): string {
  const { share_low: low, share_high: high } = reading;
  if (typeof low !== "number" || typeof high !== "number") return "not applicable";
  const [a, b] = [Math.round(low * 100), Math.round(high * 100)];
  return a === b ? `${a} %` : `${a} to ${b} %`;
}

/** A class for the verdict's mark; the words always stand beside it. */
function kind(verdict: string): string {
  const words = verdict.toLowerCase();
  if (/contradict|false|refut|not support|does not/.test(words)) return "against";
  if (/support|holds|true/.test(words)) return "for";
  return "open";
}

export class ClaimsPage {
  private timer = 0;

  constructor(private readonly page: HTMLElement, private readonly start: Start, private readonly showMap: (scene: Scene) => void) {}

  async open(): Promise<void> {
    if (!this.start.study.has_claims) {
      this.page.replaceChildren(h("h2", { tabindex: -1 }, "Claims"), h("p", {}, "This study holds no claims. Start the server with a study that does, such as turkey-2019."));
      return;
    }
    try { this.show(await getJson<Claims>("/api/claims")); } catch (error) { this.fail(error); }
  }

  close(): void { window.clearTimeout(this.timer); }

  private fail(error: unknown): void {
    this.page.replaceChildren(h("h2", { tabindex: -1 }, "Claims"), h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
  }

  private async compute(): Promise<void> {
    try { this.show(await postJson<Claims>("/api/claims/compute", {})); } catch (error) { this.fail(error); }
  }

  private show(claims: Claims): void {
    const head: Node[] = [h("h2", { tabindex: -1 }, `Claims: ${this.start.study.title}`),
      h("p", {}, "A quoted sentence can be read in several ways. Each reading is a quantity that can be computed; the share says in how much of the range of public numbers it holds. A share of draws is not a probability that the claim is true.")];
    window.clearTimeout(this.timer);
    if (claims.state === "running") {
      const { what, done, total } = claims.progress ?? { what: "computing", done: 0, total: 0 };
      head.push(h("p", { role: "status" }, `Computing: ${what}${total ? `, ${done} of ${total}` : ""}`), h("progress", total ? { max: total, value: done, "aria-label": "Progress" } : { "aria-label": "Progress" }));
      this.timer = window.setTimeout(() => void this.open(), POLL_MS);
    } else if (claims.state !== "ready") {
      head.push(h("p", {}, claims.state === "failed" ? `It failed: ${claims.detail ?? "see the server's words"}` : "The verdicts need the whole study, which takes some minutes the first time."),
        h("button", { type: "button", id: "claims-compute", onclick: () => void this.compute() }, "Compute the verdicts"));
    }
    if (claims.note) head.push(h("p", { class: "note" }, claims.note));
    this.page.replaceChildren(...head, ...claims.claims.map((claim) => this.claim(claim)));
  }

  private claim(claim: Claim): HTMLElement {
    const scene = this.sceneOf(claim);
    const list = (title: string, entries: string[]): HTMLElement | null => (entries.length ? h("div", {}, h("h4", {}, title), h("ul", {}, ...entries.map((words) => h("li", {}, words)))) : null);
    const readings = claim.readings.length ? h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Readings" }, h("table", {},
      h("caption", {}, "How it can be read"),
      h("thead", {}, h("tr", {}, ...["Reading", "Computed", "Holds in this share of the draws", "Verdict"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...claim.readings.map((reading) => h("tr", {}, h("th", { scope: "row" }, reading.name), h("td", {}, reading.value ?? (reading.threshold === null || reading.threshold === undefined ? "" : String(reading.threshold))),
        h("td", {}, shares(reading)), h("td", { class: `verdict ${kind(reading.verdict ?? "")}` }, reading.verdict ?? "not computed yet")))))) : null;
    return h("section", { class: "claim", "aria-labelledby": `claim-${claim.id}` },
      h("blockquote", {}, h("p", { id: `claim-${claim.id}` }, `“${claim.sentence}”`), h("footer", {}, [claim.who, claim.when].filter(Boolean).join(", "))),
      h("p", { class: `verdict ${kind(claim.verdict ?? "")}` }, claim.verdict || "Not computed yet"), readings,
      list("Which unknown decides", claim.decides.map((d) => (typeof d === "string" ? d : d.label))),
      list("Left out", claim.left_out.map((l) => (typeof l === "string" ? l : `${l.name}: ${l.why}`))),
      scene ? h("button", { type: "button", onclick: () => this.showMap(scene) }, "Show it on the map") : null);
  }

  private sceneOf(claim: Claim): Scene | null {
    try { return readScene(claim.scene ?? claim.map, this.start); } catch { return null; }
  }
}
