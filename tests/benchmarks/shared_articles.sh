#!/usr/bin/env bash
# Run the real article and the four annotated ones that lie beside the project, and print their scores.
# Exits 0 with a word where ../shared is absent. Floors of the real article are held by tests/engine/test_shared.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=../shared
[ -d "$shared/gold" ] || { echo "../shared is absent: nothing to score"; exit 0; }
score() { python "$shared/gold/score.py" "$@"; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
article=$(ls "$shared"/article/*.txt)
kaoju run "$article" -o "$out/article"
echo "--- real article, lines 0:62"
score "$article" "$shared/gold/article" "$out/article" --lines 0:62
for folder in "$shared"/gold/articles/*/; do
  name=$(basename "$folder")
  published=$(python -c 'import json,sys; print(json.load(open(sys.argv[1]))["published"])' "$folder/meta.json")
  kaoju run "$folder/article.txt" -o "$out/$name" --published "$published"
  echo "--- article $name"
  score "$folder/article.txt" "$folder" "$out/$name"
done
