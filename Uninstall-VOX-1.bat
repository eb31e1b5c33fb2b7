@echo off
rem Removes VOX-1, and of your books, voices and models what you say. The work is done by Remove.ps1.
setlocal
title VOX-1
pushd "%~dp0"
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0Remove.ps1" %*
exit /b %ERRORLEVEL%
