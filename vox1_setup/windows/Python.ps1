<#
.SYNOPSIS
Finds a Python that VOX-1 can run with, installs one for this user where there is none, and starts run.py.
.DESCRIPTION
For Windows PowerShell 5.1, which every Windows 10 and 11 has. Plain ASCII: it takes anything else for the
system's own code page.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# The last Python 3.12 with an installer. SHA-256 as in winget's own manifest of Python.Python.3.12.
$InstallerAddress = 'https://www.python.org/ftp/python/3.12.10/python-3.12.10-amd64.exe'
$InstallerHash = '67B5635E80EA51072B87941312D00EC8927C4DB9BA18938F7AD2D27B328B95FB'
$FittingVersions = @('3.12', '3.13', '3.11', '3.10')

function Test-Python {
    <#
    .SYNOPSIS
    Says whether a program is a 64-bit Python of a fitting version that came with all its parts.
    #>
    param([string]$Path)
    if (-not $Path) { return $false }
    # The Microsoft Store's stub opens the Store in place of a Python.
    if ($Path -like '*\WindowsApps\*') { return $false }
    if (-not (Test-Path -LiteralPath $Path -PathType Leaf)) { return $false }
    $ErrorActionPreference = 'SilentlyContinue'
    $versions = 'import sys, sysconfig; fits = (3, 10) <= sys.version_info[:2] <= (3, 13)'
    $parts = 'import ctypes, ensurepip, ssl, tkinter, venv'
    $ending = "sys.exit(0 if fits and sysconfig.get_platform() == 'win-amd64' else 1)"
    & $Path -I -c "$versions; $parts; $ending" 2>&1 | Out-Null
    return $LASTEXITCODE -eq 0
}

function Get-PythonFromLauncher {
    <#
    .SYNOPSIS
    Lists the Pythons that the py launcher knows, the best first.
    #>
    $launcher = Get-Command -Name 'py.exe' -CommandType Application -ErrorAction SilentlyContinue
    if (-not $launcher) { return }
    $ErrorActionPreference = 'SilentlyContinue'
    foreach ($version in $FittingVersions) {
        $found = & py.exe "-$version" -c 'import sys; print(sys.executable)' 2>$null
        if ($LASTEXITCODE -eq 0) { Write-Output $found }
    }
}

function Get-PythonFromRegistry {
    <#
    .SYNOPSIS
    Lists the Pythons that an installer has written down, this user's before the machine's.
    #>
    foreach ($hive in @('HKCU:', 'HKLM:')) {
        foreach ($version in $FittingVersions) {
            $key = "$hive\Software\Python\PythonCore\$version\InstallPath"
            $found = Get-ItemProperty -LiteralPath $key -ErrorAction SilentlyContinue
            if ($found -and ($found.PSObject.Properties.Name -contains 'ExecutablePath')) {
                Write-Output $found.ExecutablePath
            }
        }
    }
}

function Get-PythonFromPath {
    <#
    .SYNOPSIS
    Lists the Pythons on the search path.
    #>
    $found = Get-Command -Name 'python.exe' -CommandType Application -All -ErrorAction SilentlyContinue
    foreach ($program in @($found)) {
        if ($program) { Write-Output $program.Source }
    }
}

function Find-Python {
    <#
    .SYNOPSIS
    Returns the path of the first fitting Python; nothing where there is none.
    #>
    $candidates = @(Get-PythonFromLauncher) + @(Get-PythonFromRegistry) + @(Get-PythonFromPath)
    foreach ($candidate in $candidates) {
        if (Test-Python -Path $candidate) { return $candidate }
    }
}

function Install-PythonByWinget {
    <#
    .SYNOPSIS
    Has Windows' own package manager install Python for this user, where there is one.
    #>
    $winget = Get-Command -Name 'winget.exe' -CommandType Application -ErrorAction SilentlyContinue
    if (-not $winget) { return }
    Write-Host 'VOX-1: installing Python 3.12 for you (winget)'
    $ErrorActionPreference = 'Continue'
    $what = @('install', '--id', 'Python.Python.3.12', '--exact', '--source', 'winget', '--scope', 'user')
    $how = @('--silent', '--accept-package-agreements', '--accept-source-agreements', '--disable-interactivity')
    & winget.exe @what @how | Out-Host
}

function Install-PythonByInstaller {
    <#
    .SYNOPSIS
    Fetches Python's own installer, compares its hash, and runs it for this user.
    #>
    Write-Host 'VOX-1: fetching Python 3.12 from python.org (27 MB)'
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
    $ProgressPreference = 'SilentlyContinue'
    $installer = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath 'vox1-python-3.12.10-amd64.exe'
    Invoke-WebRequest -Uri $InstallerAddress -OutFile $installer -UseBasicParsing
    $hash = (Get-FileHash -LiteralPath $installer -Algorithm SHA256).Hash
    if ($hash -ne $InstallerHash) {
        Remove-Item -LiteralPath $installer
        throw 'what came from python.org is not the installer it should be (its SHA-256 is wrong)'
    }
    Write-Host 'VOX-1: installing Python 3.12 for you'
    $options = @('/quiet', 'InstallAllUsers=0', 'PrependPath=0', 'Include_test=0', 'Include_launcher=0')
    $process = Start-Process -FilePath $installer -ArgumentList $options -Wait -PassThru
    Remove-Item -LiteralPath $installer
    if ($process.ExitCode -ne 0) { throw "the installer of Python ended with status $($process.ExitCode)" }
}

function Install-Python {
    <#
    .SYNOPSIS
    Installs Python for this user, without an administrator's rights, and returns its path.
    #>
    Install-PythonByWinget
    $python = Find-Python
    if (-not $python) {
        Install-PythonByInstaller
        $python = Find-Python
    }
    if (-not $python) { throw 'Python was installed, and cannot be found' }
    return $python
}

function Wait-Reader {
    <#
    .SYNOPSIS
    Keeps the window open until the user has read it; scripts set VOX1_NO_PAUSE.
    #>
    if (-not $env:VOX1_NO_PAUSE) { Read-Host -Prompt 'Press Enter to close this window' | Out-Null }
}

function Start-Vox1 {
    <#
    .SYNOPSIS
    Runs run.py with a fitting Python, waits for the reader, and ends with its exit status.
    #>
    param([string]$Root, [string[]]$Words, [switch]$MayInstall)
    $status = 2
    try {
        $python = Find-Python
        if ((-not $python) -and $MayInstall) { $python = Install-Python }
        if (-not $python) { throw 'there is no Python for VOX-1 on this computer' }
        & $python (Join-Path -Path $Root -ChildPath 'run.py') @Words
        $status = $LASTEXITCODE
    }
    catch {
        Write-Host "error: $($_.Exception.Message)"
        Write-Host 'hint: install Python 3.12 (64-bit) from python.org, then double-click Install-VOX-1.bat'
    }
    Wait-Reader
    exit $status
}
