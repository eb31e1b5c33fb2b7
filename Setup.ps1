<#
.SYNOPSIS
Installs VOX-1, or repairs it: finds a Python or installs one, then runs `run.py setup`.
.DESCRIPTION
What is given to it goes on to `run.py setup`; Install-VOX-1.bat starts it.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'vox1_setup\windows\Python.ps1')
Start-Vox1 -Root $PSScriptRoot -Words (@('setup', '--shortcuts') + $args) -MayInstall
