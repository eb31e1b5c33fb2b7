# Format, lint, types, tests: all that a change must pass, in one command. The same on Linux and macOS: check.
# With -NoTests, all but the tests.
param([switch]$NoTests)
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Step {
    # A program's exit status does not stop a script by itself.
    $program, $arguments = $args
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$venvPython = Join-Path ".venv" "Scripts\python.exe"
Invoke-Step python run.py setup --dev
Invoke-Step $venvPython -m ruff format --check .
Invoke-Step $venvPython -m ruff check .
Invoke-Step $venvPython -m mypy .
if (-not $NoTests) { Invoke-Step python run.py test }
