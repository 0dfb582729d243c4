"""`kaoju lexicon`: the package's tables hold, a user's are added, and every name can be asked about."""

from pathlib import Path

from typer.testing import CliRunner

from kaoju import Settings, extract
from kaoju.cli.app import app

run = CliRunner().invoke
PAIR = (("晴屿", "qingyu", "home", "CN"), ("Islo", "islo", "abroad", "global"))


def made(folder: Path) -> Path:
    for name, slug, role, market in PAIR:
        words = ["lexicon", "add", name, "--lexicon", str(folder), "--id", slug, "--market", market]
        told = run(app, [*words, "--group", "isles", "--role", role, "--alias", f"{name}极速版"])
        assert told.exit_code == 0, told.output
    return folder


def test_the_packages_tables_have_no_faults() -> None:
    told = run(app, ["lexicon", "check"])
    assert (told.exit_code, "0 faults" in told.output) == (0, True), told.output


def test_a_users_platform_is_found_and_its_pair_is_a_group(tmp_path: Path) -> None:
    folder = made(tmp_path / "own")
    assert run(app, ["lexicon", "check", str(folder)]).exit_code == 0
    text = "晴屿的日活是300万，Islo在海外上线。"
    names = {m.canonical for m in extract(text, Settings(ner="none", lexicon=str(folder))).mentions}
    assert {"晴屿", "Islo"} <= names
    told = run(app, ["lexicon", "why", "晴屿", "--lexicon", str(folder)]).stdout
    assert "confused=晴屿/Islo" in told


def test_why_names_the_entry_or_what_kept_it_out() -> None:
    assert "抖音 (" in run(app, ["lexicon", "why", "抖音"]).stdout
    assert "entity.name" in run(app, ["lexicon", "why", "抖音", "抖音的日活是6亿。"]).stdout
    assert "part of a longer word" in run(app, ["lexicon", "why", "京东", "北京东路堵车了。"]).stdout
    assert "no table has it" in run(app, ["lexicon", "why", "堵车", "北京东路堵车了。"]).stdout
    assert "does not stand" in run(app, ["lexicon", "why", "快手", "北京东路堵车了。"]).stdout
    assert run(app, ["lexicon", "why", "没有这个名字"]).exit_code == 1


def test_what_cannot_be_read_back_is_refused(tmp_path: Path) -> None:
    place = ["--lexicon", str(tmp_path / "own")]
    assert run(app, ["lexicon", "add", "晴屿", *place, "--id", "晴"]).exit_code == 2
    assert run(app, ["lexicon", "add", "晴屿", *place, "--id", "qingyu", "--type", "APP"]).exit_code == 2
    assert run(app, ["lexicon", "add", " ", *place, "--id", "qingyu"]).exit_code == 2
    assert run(app, ["lexicon", "add", "晴屿", *place, "--id", "douyin"]).exit_code == 2
    assert not (tmp_path / "own").exists()


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("alias,entity_id,kind,note\n晴屿,nobody,,\n", "utf-8")
    told = run(app, ["lexicon", "check", str(tmp_path)])
    assert (told.exit_code, "nobody" in told.output) == (3, True)
    one = tmp_path / "one"
    one.mkdir()
    (one / "entities.csv").write_text("id,canonical,type,owner\nqingyu,晴屿,PLATFORM,nobody\n", "utf-8")
    told = run(app, ["lexicon", "check", str(one)])
    assert (told.exit_code, "its owner 'nobody' is no entity" in told.output) == (1, True)


def test_the_settings_digest_speaks_of_what_a_folder_holds(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one"), made(tmp_path / "two")
    assert Settings(lexicon=str(one)).digest() == Settings(lexicon=str(two)).digest() != Settings().digest()
    (two / "aliases.csv").write_text("alias,entity_id,kind,note\n晴屿网,qingyu,,\n", "utf-8")
    assert Settings(lexicon=str(one)).digest() != Settings(lexicon=str(two)).digest()
