"""The README's examples over a run: each Python block is executed and prints what stands below it.

After a change that is meant to change the output: `python tests/test_readme.py` writes the new output into the README.
"""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_EXAMPLE = re.compile(r"<!-- example -->\n```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```\n", re.DOTALL)
_RUN = re.compile(r"<!-- examples:run -->\n```sh\n(?P<command>[^\n]+)\n```\n")


def run_folder(place: Path) -> None:
    """Do the run that the examples read, as the README's own command says it, into `place`."""
    match = _RUN.search(README.read_text("utf-8"))
    assert match, "README.md must hold the command of the run between its marks"
    target = place / "outputs" / "corpus"
    command = match["command"].replace("outputs/corpus", str(target)).removeprefix("kaoju ")
    paths = [str(path) for word in command.split() for path in (sorted(ROOT.glob(word)) if "*" in word else [word])]
    subprocess.run([sys.executable, "-m", "kaoju", *paths], cwd=ROOT, check=True, capture_output=True)


def outputs() -> Iterator[tuple[str, str]]:
    """Yield what each example prints and what the README says it prints; one example sees what those before it made."""
    names: dict[str, object] = {}
    for match in _EXAMPLE.finditer(README.read_text("utf-8")):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(match["code"], str(README), "exec"), names)
        yield "\n".join(line.rstrip() for line in printed.getvalue().splitlines()) + "\n", match["output"]


@pytest.mark.slow
def test_the_examples_print_what_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = list(outputs())
    assert len(found) >= 3
    for printed, said in found:
        assert printed == said, "run `python tests/test_readme.py` if the new output is right"


def main() -> None:
    """Write what the examples print now into the README."""
    with tempfile.TemporaryDirectory() as place:
        run_folder(Path(place))
        before = Path.cwd()
        os.chdir(place)
        made = iter([printed for printed, _ in outputs()])
        os.chdir(before)
    text = README.read_text("utf-8")
    README.write_text(_EXAMPLE.sub(lambda m: m[0].replace(m["output"], next(made)), text), "utf-8")


if __name__ == "__main__":
    main()
