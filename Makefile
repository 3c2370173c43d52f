# make demo   set up all that is needed and open the program on the demonstration registry
# make test   set up all that is needed and run every test
PY = .venv/bin/python
.PHONY: setup demo test lint package lock translations pictures benchmarks proofs clean

setup:
	@sh packaging/setup.sh

demo: setup
	@$(PY) -m app demo

test: lint
	@sh packaging/setup.sh tests
	@sh tests/run.sh

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

package: setup
	@$(PY) packaging/freeze.py

translations: setup
	@$(PY) app/translations/update.py

# The long forms of what the tests show, about two hours: killed processes, random histories, 100,000 verdicts, sending.
proofs: setup
	@nice $(PY) -m tests.faults.kill_corrections --kills 1000
	@nice $(PY) -m tests.faults.kill_synchronisation
	@nice $(PY) -m pytest -m slow tests/local_cache/corrections
	@nice $(PY) -m benchmarks.corrections

# Draws the pinned pictures of the charts anew, to be looked at before they are committed.
pictures: setup
	@REFERENCE=new $(PY) -m pytest -q tests/widgets/test_reference.py tests/journeys/test_story_pictures.py

benchmarks: setup
	@for b in corrections counting exports masking methods page_query quality records reports switching synchronisation window; do echo "== $$b"; $(PY) -m benchmarks.$$b || exit 1; done

# Needs uv (from PyPI); no registry address ends up in the file.
lock:
	uv pip compile pyproject.toml --extra demo --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf .venv build dist
