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
shots:  ## take the README's picture again
	.venv/bin/python tools/screenshots.py
.PHONY: help run check demo assets shots
