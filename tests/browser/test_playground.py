"""The SMOTE playground in a browser: dragged, stepped through, trained; by pointer and keyboard, in both themes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import keep_here
from tests.browser.lab import SECONDS, Lab
from tests.browser.steps import KERNEL_READY, write_notebook
from tests.browser.test_access import THEMES
from tests.browser.test_voila import served

CELL = """from synthbalance.teach import SmotePlayground
play = SmotePlayground(gan_steps=20)
play"""
KEYS = ("b", "a", "d", "d", "x", "m", "y", "j", "k", "0", "0")  # mean something to a notebook in command mode


class Playground:
    """The playground of one page."""

    def __init__(self, page):
        self.page = page
        self.region = page.get_by_role("region", name="SMOTE playground")
        self.stage = self.get("group", "Stage")

    def get(self, role, name):
        return self.region.get_by_role(role, name=name, exact=True)

    def point(self, name):
        """A point by the part of its name before its place."""
        return self.region.get_by_role("button", name=re.compile(f"^{name}, x "))

    def place(self, name):
        said = self.point(name).get_attribute("aria-label")
        return tuple(float(number) for number in re.findall(r"[xy] (\d\.\d\d)", said))

    def at(self, x, y):
        """A place of the stage on the page."""
        box = self.stage.bounding_box()
        return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]

    def drag(self, name, x, y):
        box = self.point(name).bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(*self.at(x, y), steps=8)
        self.page.mouse.up()


@pytest.fixture(scope="module")
def opened(shared):
    """The playground in JupyterLab, for all tests of the module."""
    shared.open("playground.ipynb", [CELL]).run_all()
    play = Playground(shared.page)
    expect(play.stage).to_be_visible(timeout=SECONDS)
    return shared, play


@pytest.fixture
def play(opened):
    """As at the start."""
    lab, play = opened
    lab.execute("play.cancel(); play.wait(); play.points = SmotePlayground().points; play.method = 'smote'")
    lab.execute("play.k_neighbors, play.share, play.model, play.shown = 3, .4, 'logistic', -1")
    expect(play.get("radio", "SMOTE")).to_have_attribute("aria-checked", "true")
    return play


def test_the_stage_has_room(play):
    box = play.stage.bounding_box()
    assert box["width"] >= 320 and box["height"] >= 240


def test_a_dragged_point_takes_its_rows_and_the_region_along(opened, play):
    lab = opened[0]
    lab.execute("before = (play.synthetic, play.region)")
    play.drag("rare point 1", 0.20, 0.15)
    assert play.place("rare point 1") == pytest.approx((0.20, 0.15), abs=0.02)
    lab.until("abs(play.points[0]['x'] - .2) < .02 and abs(play.points[0]['y'] - .15) < .02")
    lab.until("play.synthetic != before[0] and play.region != before[1]")
    expect(play.region.get_by_text(re.compile("On points that it has not seen"))).to_be_visible(timeout=SECONDS)


def test_a_point_is_moved_and_deleted_by_keyboard_and_no_key_is_lost(opened, play):
    lab = opened[0]
    point = play.point("rare point 2")
    x, y = play.place("rare point 2")
    point.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown", *KEYS):
        point.press(key)
    assert play.place("rare point 2") == pytest.approx((x + 0.02, y - 0.1), abs=0.006)
    expect(point).to_be_focused()
    expect(lab.cells).to_have_count(1)
    point.press("Delete")
    lab.until("len(play.points) == 47")
    expect(play.point("rare point 8")).to_have_count(0)


def test_points_are_added_by_button_and_by_double_click(opened, play):
    lab = opened[0]
    play.get("button", "Add point").click()
    expect(play.point("rare point 9")).to_be_focused()
    play.get("radio", "Other").click()
    play.page.mouse.dblclick(*play.at(0.05, 0.95))
    lab.until("play.points[-1] == {'x': play.points[-1]['x'], 'y': play.points[-1]['y'], 'label': 0}")
    assert play.place("other point 41") == pytest.approx((0.05, 0.95), abs=0.01)
    play.get("button", "Delete point").click()
    expect(play.point("other point 41")).to_have_count(0)
    play.get("radio", "Rare").click()


def test_a_row_is_explained_with_its_parents_and_its_formula(play):
    play.get("button", "Next synthetic row").click()
    expect(play.get("heading", "Synthetic row 1 of 19")).to_be_visible(timeout=SECONDS)
    expect(play.region.get_by_text(re.compile(r"^Seed: rare point \d, x 0\.\d{3}"))).to_be_visible()
    expect(
        play.region.get_by_text(re.compile(r"^x = 0\.\d+ \+ 0\.\d+ × \(0\.\d+ − 0\.\d+\) = 0\.\d+$"))
    ).to_be_visible()
    assert play.region.locator(".sb-fillsyn:not(.sb-sign *)").count() == 1


def test_play_shows_row_after_row(play):
    play.get("slider", "Share of the rare class").press("Home")
    for _ in range(6):
        play.get("slider", "Share of the rare class").press("ArrowRight")
    expect(play.region.get_by_text(re.compile(r"23 % · 4 rows"))).to_be_visible(timeout=SECONDS)
    play.get("button", "Play").click()
    expect(play.get("button", "Pause")).to_be_visible()
    expect(play.get("heading", "Synthetic row 4 of 4")).to_be_visible(timeout=SECONDS)
    expect(play.get("button", "Play")).to_be_visible(timeout=SECONDS)


def test_sliders_and_model_change_what_is_made(opened, play):
    lab = opened[0]
    play.get("slider", "Neighbours").press("Home")
    lab.until("play.k_neighbors == 1 and len({one['neighbor'] for one in play.parents if one['seed'] == 0}) == 1")
    lab.execute("before = play.region")
    play.get("combobox", "Model").select_option(label="Decision tree")
    lab.until("play.model == 'tree' and play.region != before")


def test_the_same_stage_serves_the_other_methods(opened, play):
    lab = opened[0]
    play.get("radio", "Borderline SMOTE").click()
    lab.until("play.method == 'borderline' and play.synthetic")
    play.get("button", "Next synthetic row").click()
    expect(play.region.get_by_text(re.compile(r"^In danger: \d+ of its 10"))).to_be_visible(timeout=SECONDS)
    play.get("radio", "Counterfactual").click()
    expect(play.region.get_by_text(re.compile(r"^Base: other point \d+"))).to_be_visible(timeout=SECONDS)
    expect(play.get("slider", "Neighbours")).to_have_attribute("aria-disabled", "true")


def test_a_gan_shows_itself_while_it_trains(opened, play):
    lab = opened[0]
    play.get("radio", "GAN").click()
    expect(play.region.get_by_role("status")).to_contain_text("Press Play", timeout=SECONDS)
    lab.execute("frames = []; play.observe(lambda change: frames.append(len(change['new'])), 'synthetic')")
    play.get("button", "Play").click()
    expect(play.region.get_by_role("status")).to_contain_text("Trained for 20 steps", timeout=SECONDS)
    lab.until("len(frames) >= 2 and set(frames) == {19}")
    expect(play.region.locator(".sb-rows .sb-fillsyn")).to_have_count(19)


def test_a_training_is_stopped(opened, play):
    lab = opened[0]
    lab.execute("play._steps = 100_000")
    play.get("radio", "GAN").click()
    play.get("button", "Play").click()
    play.get("button", "Stop").click()
    expect(play.region.get_by_role("status")).to_contain_text("Stopped.", timeout=SECONDS)
    expect(play.get("button", "Play")).to_be_enabled()
    lab.execute("play._steps = 20")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_serious(opened, play, theme, axe):
    opened[0].theme(theme)
    play.get("button", "Next synthetic row").click()
    expect(play.get("heading", "Synthetic row 1 of 19")).to_be_visible(timeout=SECONDS)
    assert violations(play.region, axe) == []


def test_it_works_in_notebook_7(page, notebook_server, offline):
    page.set_default_timeout(SECONDS)
    write_notebook(notebook_server.root / "playground.ipynb", [CELL])
    page.goto(f"{notebook_server.url}/notebooks/playground.ipynb")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate(KERNEL_READY)
    lab, play = Lab(page, notebook_server).run_all(), Playground(page)
    play.drag("rare point 1", 0.2, 0.15)
    lab.until("abs(play.points[0]['x'] - .2) < .02")
    point = play.point("rare point 1")
    for key in ("ArrowUp", *KEYS):
        point.press(key)
        expect(point).to_be_focused()
    expect(lab.page.locator(".jp-Cell")).to_have_count(1)
    lab.end_kernels()


def test_it_works_in_voila(page, tmp_path):
    with served(tmp_path, CELL) as url:
        asked = keep_here(page)
        page.set_default_timeout(SECONDS)
        page.goto(url, timeout=SECONDS)
        play = Playground(page)
        play.drag("rare point 1", 0.2, 0.15)
        play.get("button", "Next synthetic row").click()
        expect(play.get("heading", re.compile(r"Synthetic row 1 of 19"))).to_be_visible(timeout=SECONDS)
        assert [url for url in asked if "fontawesome" not in url] == []
