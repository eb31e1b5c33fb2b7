<#
.SYNOPSIS
Brings VOX-1 up to date: runs `run.py update`.
.DESCRIPTION
What is given to it goes on to `run.py update`; UPDATE-VOX-1.bat starts it.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'vox1_setup\windows\Python.ps1')
Start-Vox1 -Root $PSScriptRoot -Words (@('update') + $args)
