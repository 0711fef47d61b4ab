help:   ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'
run:    ## open the app
	./run
check:  ## run every check and every test
	./check
demo:   ## make the demo town's files again
	.venv/bin/python tools/make_demo.py
assets: ## fetch the vendored fonts, icons and Leaflet again
	.venv/bin/python tools/vendor_assets.py
words:  ## gather all texts again for translators
	.venv/bin/python tools/catalogues.py
shots:  ## take the README's picture again
	.venv/bin/python tools/screenshots.py
fuzz:   ## spoil sheets and files in 10,000 ways; SHAREDGROUND_REAL_DATA adds real ones
	SHAREDGROUND_FUZZ=$${SHAREDGROUND_FUZZ:-10} .venv/bin/python -m pytest -q -n 2 --dist loadfile \
		tests/sharedground/intake/test_mutants_tables.py tests/sharedground/intake/test_mutants_bytes.py
gate:   ## ask 100 made-up votes of each sort whether groups are shown, and print how many
	SHAREDGROUND_GATE=100 .venv/bin/python -m pytest -q -s -n 0 \
		tests/sharedground/analysis/opinions/test_gate.py
.PHONY: help run check demo assets words shots fuzz gate
