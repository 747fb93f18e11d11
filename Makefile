# From a fresh clone, with only Python and make:  make reports  ·  make test
#
# Works with GNU make 3.81 (macOS) and later. Everything that is made here, caches and Jupyter's own
# files included, stays inside this folder: in .venv and .cache. Recipes use relative paths, so the
# folder's own path may contain blanks. What a user reads is Dutch, comments are English.

SHELL := /bin/sh
PYTHON ?= python3
# Extra options for the command behind a target:  make reports ARGS="--alleen q4 --opnieuw"
ARGS ?=

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help omgeving reports test lab data notebooks controle schoon

BIN := .venv/bin
CACHE := $(CURDIR)/.cache

# pip's own settings (other indexes, certificates, a proxy) are the user's and stay in force, so
# XDG_CONFIG_HOME is left alone; PIP_USER would break every virtual environment.
export PIP_CACHE_DIR := $(CACHE)/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USER := 0
export TMPDIR := $(CACHE)/tmp
export XDG_CACHE_HOME := $(CACHE)
export XDG_DATA_HOME := $(CACHE)/share
export XDG_STATE_HOME := $(CACHE)/state
export JUPYTER_DATA_DIR := $(CACHE)/jupyter/data
export JUPYTER_CONFIG_DIR := $(CACHE)/jupyter/config
export JUPYTER_RUNTIME_DIR := $(CACHE)/jupyter/runtime
export JUPYTER_PREFER_ENV_PATH := 1
export IPYTHONDIR := $(CACHE)/ipython
export HYPOTHESIS_STORAGE_DIRECTORY := $(CACHE)/hypothesis
export npm_config_cache := $(CACHE)/npm
# Chromium, in the browser tests, writes crash settings there even with a profile of its own.
export CHROME_CONFIG_HOME := $(CACHE)/chromium
# pip asks rustc for its version, and the rustc of rustup would answer by making ~/.rustup.
export RUSTUP_HOME := $(CACHE)/rustup
export PYTHONNOUSERSITE := 1
export PYTHONUTF8 := 1
# A shell's leftovers that would change what runs: another Python's modules, another kernel, skipped
# assertions, no compiled modules (each process would then compile pandas and plotly again).
unexport PYTHONPATH PYTHONHOME PYTHONOPTIMIZE PYTHONDONTWRITEBYTECODE
# The commands say themselves when own figures are meant; tests and JupyterLab are the base case.
unexport WERKBOEK_EIGEN
unexport VIRTUAL_ENV JUPYTER_PATH JUPYTER_CONFIG_PATH

# Makes .venv when it is missing, half-made, moved, or made from another lock or Python. The stamp is
# written last, so an install that was killed is started anew. The first lines must parse in any
# Python, to tell the user of an old one what is wrong. Only the editable install is redone when
# pyproject.toml alone has changed: the packages come from the lock.
define OMGEVING
import hashlib, os, sys

def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

def stop(*lines):
    sys.stderr.write("\n" + "\n".join(lines) + "\n\n")
    sys.exit(1)

if sys.version_info < (3, 11):
    stop("Het werkboek heeft Python 3.11 of nieuwer nodig; dit is Python %d.%d (%s)."
         % (sys.version_info[0], sys.version_info[1], sys.executable),
         "Wijs een andere aan, bijvoorbeeld:  make reports PYTHON=python3.12")

VENV = ".venv"
STAMP = os.path.join(VENV, "omgeving.txt")
TMP = os.path.join(".cache", "tmp")
LOG = os.path.join(".cache", "omgeving.log")
PY = os.path.join(VENV, "bin", "python")

def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()

def made():
    if not os.path.exists(PY):
        return []
    try:
        with open(STAMP, encoding="utf-8") as file:
            return file.read().splitlines()
    except OSError:
        return []

wanted = ["requirements.lock " + sha256("requirements.lock"),
          "python " + sys.version.split()[0],
          "folder " + os.getcwd(),
          "pyproject.toml " + sha256("pyproject.toml")]
os.makedirs(TMP, exist_ok=True)
if made() == wanted:
    sys.exit(0)

import shutil, signal, subprocess
try:
    import fcntl
except ImportError:
    stop("Deze Makefile werkt niet met Python voor Windows.",
         "In README.md staan dezelfde opdrachten zonder make.")

def run(*command):
    with open(LOG, "ab") as log:
        # The command keeps the lock too: should this process be killed, the next one waits for it.
        if subprocess.call(command, stdout=log, stderr=log, pass_fds=[slot.fileno()]):
            log.flush()
            with open(LOG, encoding="utf-8", errors="replace") as file:
                tail = [line for line in file.read().splitlines()
                        if not line.startswith(("WARNING", "Ignoring", "Looking"))]
            stop("\n".join(tail[-12:]), "",
                 "De omgeving is niet af; dit mislukte: " + " ".join(command[2:4]),
                 "Op Debian en Ubuntu is ook het pakket python3-venv nodig." if "venv" in command
                 else "Is er een netwerk, en is de schijf niet vol?",
                 "Alles staat in " + LOG + ". Draai daarna hetzelfde opnieuw; er wordt schoon begonnen.")

def interrupt(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGTERM, interrupt)
try:
    slot = open(os.path.join(".cache", "omgeving.slot"), "w")
    try:
        fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Een andere make maakt de omgeving al; even wachten.")
        fcntl.flock(slot, fcntl.LOCK_EX)
    except OSError:
        pass  # a network disk without locks
    found = made()
    if found == wanted:
        sys.exit(0)
    open(LOG, "w").close()
    if found[:3] != wanted[:3]:
        say("Omgeving maken in .venv: eenmalig, een paar minuten (ongeveer 250 MB).")
        for left in os.listdir(TMP):
            if left.startswith("pip-"):
                shutil.rmtree(os.path.join(TMP, left), ignore_errors=True)
        shutil.rmtree(VENV, ignore_errors=True)
        if os.path.lexists(VENV):
            stop("Kan de oude map .venv niet verwijderen. Haal hem weg en probeer het opnieuw.")
        # Not sys.executable: in a shell where .venv is active, that has just been removed.
        run(sys._base_executable, "-m", "venv", VENV)
        # Not compiled here: Python compiles what it uses at first use, a fifth of it all.
        run(PY, "-m", "pip", "install", "--no-compile", "--no-deps", "--require-hashes",
            "-r", "requirements.lock")
    else:
        os.remove(STAMP)
    run(PY, "-m", "pip", "install", "--no-compile", "--no-deps", "--no-build-isolation", "-e", ".")
    with open(STAMP + ".nieuw", "w", encoding="utf-8") as file:
        file.write("\n".join(wanted) + "\n")
    os.replace(STAMP + ".nieuw", STAMP)
    say("Omgeving klaar.")
except KeyboardInterrupt:
    stop("Onderbroken. De volgende keer wordt de omgeving opnieuw gemaakt.")
endef
export OMGEVING

help: ## deze lijst
	@echo 'Gebruik: make DOEL'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'Een andere Python:      make reports PYTHON=python3.12'
	@echo 'Opties voor werkboek:   make reports ARGS="--opnieuw"'

omgeving: ## Python-omgeving in .venv, volgens requirements.lock
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo 'Python niet gevonden: "$(PYTHON)". Nodig is Python 3.11 of nieuwer.' >&2; \
	  echo 'Wijs een andere aan, bijvoorbeeld:  make reports PYTHON=python3.12' >&2; exit 1; }
	@exec "$(PYTHON)" -c "$$OMGEVING"

reports: omgeving ## omgeving, gegevens en alle rapporten van reports/runs.toml
	@$(BIN)/werkboek data
	@exec $(BIN)/werkboek rapporten $(ARGS)

test: omgeving ## alle controles en tests, ook van de notebooks
	@fout=; trap "exit 130" INT; \
	deel() { naam=$$1; shift; printf '\n== %s: %s\n' "$$naam" "$$*"; "$$@" || fout="$$fout $$naam"; }; \
	deel stijl $(BIN)/ruff check .; \
	deel opmaak $(BIN)/ruff format --check .; \
	deel typen $(BIN)/mypy --strict analysis; \
	deel tests $(BIN)/python -m pytest tests -n 2 --dist loadfile $(ARGS); \
	deel notebooks $(BIN)/python -m pytest --nbval --nbval-current-env notebooks; \
	if [ -n "$$fout" ]; then printf '\n== Mislukt:%s\n' "$$fout" >&2; exit 1; fi; \
	printf '\n== Alles in orde\n'

lab: omgeving ## JupyterLab op de notebooks
	@exec $(BIN)/jupyter-lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks $(ARGS)

data: omgeving ## data/raw omzetten naar data/processed
	@exec $(BIN)/werkboek data $(ARGS)

notebooks: omgeving ## de notebooks opnieuw uitvoeren, in het basisgeval
	@exec $(BIN)/werkboek notebooks $(ARGS)

controle: omgeving ## wat er mis is met de invoer
	@exec $(BIN)/werkboek controle $(ARGS)

schoon: ## omgeving en tussenresultaten weg; gegevens en rapporten blijven
	@rm -rf .venv .cache reports/_mislukt reports/_run.json tests/browser/node_modules
	@find analysis notebooks tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} + 2>/dev/null || true
