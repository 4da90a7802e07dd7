.PHONY: help run test tour screenshots check bench torture fuzz

help:
	@echo 'make run     install what is missing, build, start Daypass (without a display: the guided tour)'
	@echo 'make test    install what is missing, run every test'
	@echo 'make tour    the guided tour on a virtual desktop; pictures in target/tour/'
	@echo 'make screenshots  every state of the page in both themes and languages; pictures in target/screenshots/'
	@echo 'make check   formats, lints and types only'
	@echo 'make bench   speed and memory beside other tools'
	@echo 'make torture the credentials writer killed, raced, starved and unplugged: the long form, as root'
	@echo 'make fuzz    five minutes of odd input for the reader and the editor of AWS files'

run:
	@tools/run

test:
	@tools/test

tour:
	@tools/tour

screenshots:
	@tools/screenshots

check:
	@tools/check

bench:
	@tools/bench/run

torture:
	@tools/torture

fuzz:
	@tools/fuzz
