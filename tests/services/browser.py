"""Looks at pages in Chromium; run by a Python that has Playwright, not by pytest.

Reads what to look at from standard input and writes what was found, both as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

LOOK = """() => {
    const parts = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const over = (top, under) => {
        const a = top.length > 3 ? top[3] : 1;
        return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a));
    };
    const light = c => {
        const [r, g, b] = c.map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        const layers = [];
        for (let e = element; e; e = e.parentElement)
            layers.push(parts(getComputedStyle(e).backgroundColor));
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        return layers.reverse().reduce((under, top) => over(top, under),
                                       dark ? [0, 0, 0] : [255, 255, 255]);
    };
    const contrast = element => {
        const back = behind(element);
        const front = over(parts(getComputedStyle(element).color), back);
        const [low, high] = [light(back), light(front)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const shown = e => e.checkVisibility() && e.getClientRects().length > 0;
    const texts = [...document.querySelectorAll("body *")].filter(e => shown(e) && (
        e.tagName === "INPUT"
        || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())));
    const stops = [...document.querySelectorAll("a[href], input, summary")]
        .filter(shown);
    const box = e => e.getBoundingClientRect();
    return {
        contrasts: texts.map(e => [contrast(e), e.textContent.trim().slice(0, 40)]),
        smallest_text: Math.min(...texts.map(e =>
            parseFloat(getComputedStyle(e).fontSize))),
        too_wide: [...document.querySelectorAll("body *")].filter(e => shown(e)
            && (box(e).right > innerWidth + 0.5 || box(e).left < -0.5))
            .map(e => e.outerHTML.slice(0, 80)),
        scrolls: document.documentElement.scrollWidth > innerWidth,
        overlapping: [...document.querySelectorAll("body *")].filter(e => shown(e)
            && e.tagName !== "INPUT" && box(e).width > 1
            && box(e.parentElement).width > 1 && e.scrollWidth > e.clientWidth + 1
            && getComputedStyle(e).display !== "inline")
            .map(e => e.outerHTML.slice(0, 80)),
        small_targets: stops.filter(e => box(e).height < 24 || box(e).width < 24)
            .map(e => e.outerHTML.slice(0, 80)),
        stops: stops.map(e => e.outerHTML.slice(0, 200)),
        text: document.body.innerText,
        language: document.documentElement.lang,
        title: document.title,
    };
}"""

FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e);
    return [e.outerHTML.slice(0, 200), parseFloat(style.outlineWidth) || 0];
}"""

SELECTED = """() => {
    const e = document.querySelector("input");
    return e && e.value.slice(e.selectionStart, e.selectionEnd);
}"""


def look(browser: Browser, asked: dict[str, Any], axe: str) -> dict[str, Any]:
    """Open one page as asked and tell what was seen."""
    context = browser.new_context(
        viewport={"width": asked["width"], "height": 900},
        color_scheme=asked["scheme"],
        java_script_enabled=asked["scripts"],
    )
    page = context.new_page()
    said: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(asked["url"], wait_until="load")
    page.wait_for_timeout(50)
    if asked.get("picture"):
        page.screenshot(path=asked["picture"], full_page=True, caret="initial")
    found = page.evaluate(LOOK)
    found["tabbed"] = tabbed(page, len(found["stops"]))
    if "<input" in str(found["stops"]):
        page.locator("input").click(click_count=3)
        found["selected"] = page.evaluate(SELECTED)
    for summary in page.locator("summary").all():
        summary.click()
    found["unfolded"] = page.evaluate("document.body.innerText")
    found["contrasts"] += page.evaluate(LOOK)["contrasts"]
    found["faults"] = []
    if asked["scripts"]:
        page.evaluate(axe)
        result = page.evaluate("axe.run()")
        found["faults"] = [
            [v["id"], v["help"], v["nodes"][0]["html"]] for v in result["violations"]
        ]
        found["rules"] = len(result["passes"])
    context.close()
    return {**found, "said": said, "requests": requests}


def tabbed(page: Page, count: int) -> list[Any]:
    """Press Tab as often as there are stops; tell where it led, and the outlines."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def main() -> None:
    """Look at all that is asked."""
    asked = json.load(sys.stdin)
    with open(asked["axe"], encoding="utf-8") as file:
        axe = file.read()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=asked["chromium"], args=["--no-sandbox"]
        )
        found = [look(browser, one, axe) for one in asked["pages"]]
        browser.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
