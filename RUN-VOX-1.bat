@echo off
rem Opens VOX-1's window and closes this black one. If no window comes, Launch-Debug.bat shows why.
setlocal
if exist "%~dp0temp_work\update\switch.json" call "%~dp0Install-VOX-1.bat" --no-start
if not exist "%~dp0.venv\Scripts\pythonw.exe" call "%~dp0Install-VOX-1.bat" --no-start
if not exist "%~dp0.venv\Scripts\pythonw.exe" exit /b 2
start "VOX-1" /d "%~dp0." "%~dp0.venv\Scripts\pythonw.exe" "%~dp0app.py" %*
exit /b 0
