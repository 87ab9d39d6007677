// The claims page: what was said, how it can be read, and what follows from the computation.
import { getJson, postJson, ServerError } from "./api";
import { h } from "./dom";
import type { Scene, Start } from "./types";
import { namesIn } from "./panel";
import { height, percent } from "./units";

interface Reading {
  id: string; text: string; predicate: string; verdict: string; not_computed: string;
  share_low: number | null; share_high: number | null; deciding: string[]; capped: string[];
  cases: { case: string; value: string }[];
}
interface ClaimView { reading: string; label: string; scene: Scene }
interface Claim {
  id: string; sentence: string; who: string; when: string; verdict: string; why: string; survives: string;
  premise: { label: string; text: string; note: string }[]; left_out: string[]; not_computed: string[]; decides: string[]; readings: Reading[]; views: ClaimView[];
}
interface Claims {
  state: "none" | "running" | "ready" | "failed"; progress: { what: string; done: number; total: number; seconds: number };
  problem: string; origin: string; claims: Claim[];
}

const POLL_MS = 1500;

/** A class for the mark of a verdict; its words always stand beside it. */
function kind(verdict: string): string {
  if (verdict === "contradicted") return "against";
  return verdict === "not contradicted" || verdict === "true by construction" ? "for" : "open";
}

function shares(reading: Reading): string {
  if (reading.share_low === null || reading.share_high === null) return "not computed";
  const [low, high] = [percent(reading.share_low), percent(reading.share_high)];
  return low === high ? low : `${low} to ${high}`;
}

function list(title: string, entries: string[]): HTMLElement | null {
  return entries.length ? h("div", {}, h("h3", {}, title), h("ul", {}, ...entries.map((words) => h("li", {}, words)))) : null;
}

export class ClaimsPage {
  private timer = 0;
  private shown = "";
  private readonly status = h("div", { id: "claims-status" });

  constructor(private readonly page: HTMLElement, private readonly start: Start, private readonly showMap: (scene: Scene) => void) {}

  async open(): Promise<void> {
    if (!this.start.study.has_claims) {
      this.page.replaceChildren(h("h2", { tabindex: -1 }, "Claims"), h("p", {}, "This study holds no claims. Start the server with a study that does, such as turkey-2019."));
      return;
    }
    await this.ask(() => getJson<Claims>("/api/claims"));
  }

  close(): void { window.clearTimeout(this.timer); this.shown = ""; }

  private async ask(question: () => Promise<Claims>): Promise<void> {
    try { this.show(await question()); } catch (error) {
      this.page.replaceChildren(h("h2", { tabindex: -1 }, "Claims"), h("p", { class: "note" }, error instanceof ServerError ? error.message : "The server does not answer."));
    }
  }

  private show(claims: Claims): void {
    window.clearTimeout(this.timer);
    if (claims.state === "running") this.timer = window.setTimeout(() => void this.open(), POLL_MS);
    // Only what changed is written anew: the reader's place, focus and opened cases stay.
    const shown = JSON.stringify([claims.claims, claims.origin]);
    if (shown !== this.shown || !this.status.isConnected) {
      this.shown = shown;
      this.page.replaceChildren(h("h2", { tabindex: -1 }, `What was claimed: ${this.start.study.title}`),
        h("p", {}, "A quoted sentence can be read in several ways. Each reading is a quantity that can be computed; the share says in how much of the range of the public numbers it holds. It is not a probability that the sentence is true."),
        this.status, ...claims.claims.map((claim) => this.claim(claim)));
    }
    this.tell(claims);
  }

  /** How far the computation is; the button stays the same while it runs. */
  private tell(claims: Claims): void {
    const { what, done, total, seconds } = claims.progress;
    if (claims.state === "running") {
      let bar = this.status.querySelector("progress");
      if (!bar) {
        bar = h("progress", { "aria-label": "How far this step is" });
        this.status.replaceChildren(h("p", { role: "status" }), h("div", { class: "row" }, bar, h("span", { class: "small" }),
          h("button", { type: "button", id: "claims-cancel", onclick: () => void this.ask(() => postJson<Claims>("/api/claims/cancel", {})) }, "Stop computing")));
      }
      const words = `Computing: ${what}`;
      const line = this.status.querySelector("[role=status]") as HTMLElement;
      if (line.textContent !== words) line.textContent = words; // read aloud once for each step
      (this.status.querySelector(".small") as HTMLElement).textContent = `${total > 1 ? `${done} of ${total}; ` : ""}${seconds} s so far. Some minutes are usual; the map stays usable.`;
      if (total > 1) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
      return;
    }
    if (claims.state === "ready") {
      this.status.replaceChildren(h("p", { class: "small" }, claims.origin === "computed here" ? "Computed on this machine." : `From the result ${claims.origin}.`));
      return;
    }
    this.status.replaceChildren(h("p", {}, claims.state === "failed" ? `It failed: ${claims.problem}` : "The verdicts need the whole study, which takes some minutes the first time. The map stays usable meanwhile."),
      h("button", { type: "button", id: "claims-compute", onclick: () => void this.ask(() => postJson<Claims>("/api/claims/compute", {})) }, "Compute the verdicts"));
  }

  private claim(claim: Claim): HTMLElement {
    const premise = claim.premise.length ? h("div", {}, h("h3", {}, "What it rests on"), h("ul", {}, ...claim.premise.map((p) => h("li", {}, `${p.label}: `, h("b", {}, p.text), p.note ? h("span", { class: "small" }, ` ${p.note}`) : null)))) : null;
    return h("section", { class: "claim", "aria-labelledby": `claim-${claim.id}` },
      h("blockquote", {}, h("p", { id: `claim-${claim.id}` }, `“${claim.sentence}”`), h("footer", {}, [claim.who, claim.when].filter(Boolean).join(", "))),
      claim.verdict ? h("p", { class: `verdict ${kind(claim.verdict)}` }, claim.verdict) : null, h("p", {}, claim.why), claim.survives ? h("p", {}, claim.survives) : null,
      this.readings(claim), this.maps(claim), list("Which unknowns decide", claim.decides), premise, list("Left out", claim.left_out), list("Not computed", claim.not_computed));
  }

  /** One map for each reading: its radar, its target, its height. */
  private maps(claim: Claim): HTMLElement | null {
    if (!claim.views.length) return h("p", { class: "small" }, "It names no radar and no target, so there is no map of it.");
    const words = (view: ClaimView): string => {
      const { height: at, radars } = view.scene;
      const names = namesIn(this.start, view.scene, radars);
      const target = this.start.targets.find((choice) => choice.id === view.scene.target.entry)?.label ?? view.scene.target.entry;
      return `${names} against ${target} at ${height(at.value_m)} above ${at.above === "ground" ? "the ground" : "the sea"}`;
    };
    const about = (view: ClaimView): string => claim.readings.find((reading) => reading.id === view.reading)?.text ?? view.label;
    return h("div", { class: "maps" }, h("h3", {}, "On the map"), h("ul", {}, ...claim.views.map((view) => h("li", {},
      h("button", { type: "button", class: "claim-map", "aria-label": `Show on the map: ${about(view)}, ${words(view)}`, onclick: () => this.showMap(view.scene) }, "Show on the map"),
      h("span", {}, ` ${about(view)} `, h("small", {}, `${words(view)}${view.scene.battery ? "; with what can be hit" : ""}`))))));
  }

  private readings(claim: Claim): HTMLElement | null {
    if (!claim.readings.length) return null;
    const row = (reading: Reading): HTMLElement => h("tr", {},
      h("th", { scope: "row" }, h("b", {}, reading.text), h("small", {}, reading.predicate),
        reading.cases.length ? h("details", { class: "minor" }, h("summary", {}, "Case by case"), h("ul", {}, ...reading.cases.map((one) => h("li", {}, `${one.case}: ${one.value}`)))) : null),
      h("td", {}, shares(reading)), h("td", { class: reading.verdict ? `verdict ${kind(reading.verdict)}` : "" }, reading.not_computed || reading.verdict || "not computed yet"),
      h("td", {}, reading.deciding.join("; ") || (reading.verdict && !reading.not_computed ? "none" : "not computed yet")));
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Ways to read it" }, h("table", {}, h("caption", {}, "Ways to read it"),
      h("thead", {}, h("tr", {}, ...["Reading", "True in this share of the draws", "Verdict", "Deciding unknown"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...claim.readings.map(row))));
  }
}
