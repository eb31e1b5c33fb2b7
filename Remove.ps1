<#
.SYNOPSIS
Removes VOX-1, and of the user's own what they say: runs `run.py remove`.
.DESCRIPTION
What is given to it goes on to `run.py remove`; Uninstall-VOX-1.bat starts it.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'vox1_setup\windows\Python.ps1')
Start-Vox1 -Root $PSScriptRoot -Words (@('remove') + $args)
