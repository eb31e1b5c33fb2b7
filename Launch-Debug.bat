@echo off
rem Opens VOX-1's window and keeps this one, which shows what goes wrong.
setlocal
title VOX-1
if not exist "%~dp0.venv\Scripts\python.exe" call "%~dp0Install-VOX-1.bat" --no-start
"%~dp0.venv\Scripts\python.exe" "%~dp0app.py" %*
set "RESULT=%ERRORLEVEL%"
echo VOX-1 has ended with status %RESULT%.
pause
exit /b %RESULT%
