@echo off
rem Installs VOX-1, or repairs it: double-click this file. The work is done by Setup.ps1.
setlocal
title VOX-1
if not exist "%~dp0Setup.ps1" (echo Please unpack the whole ZIP file first, then double-click Install-VOX-1.bat in the new folder. & pause & exit /b 2)
pushd "%~dp0"
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0Setup.ps1" %*
exit /b %ERRORLEVEL%
