@echo off
rem Brings VOX-1 up to date: double-click this file. The work is done by Update.ps1.
setlocal
title VOX-1
pushd "%~dp0"
rem One line: cmd reads a script as it goes, and the update may put another one in this one's place.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0Update.ps1" %* & goto :eof
