<#
.SYNOPSIS
Makes VOX-1's shortcuts on the desktop and in the Start menu, or removes them.
.PARAMETER Root
The folder VOX-1 lives in.
.PARAMETER Remove
Remove them; shortcuts to another VOX-1 stay. Ends with status 1 where there were none.
#>
param([string]$Root, [switch]$Remove)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Get-ShortcutTable {
    <#
    .SYNOPSIS
    Lists the shortcuts: where each is, and which script of VOX-1 it starts.
    #>
    # The desktop may have moved to OneDrive: Windows knows where it is.
    $desktop = [Environment]::GetFolderPath('Desktop')
    $menu = Join-Path -Path ([Environment]::GetFolderPath('Programs')) -ChildPath 'VOX-1'
    $rows = @(
        @((Join-Path -Path $desktop -ChildPath 'VOX-1.lnk'), 'RUN-VOX-1.bat'),
        @((Join-Path -Path $menu -ChildPath 'VOX-1.lnk'), 'RUN-VOX-1.bat'),
        @((Join-Path -Path $menu -ChildPath 'Update VOX-1.lnk'), 'UPDATE-VOX-1.bat'),
        @((Join-Path -Path $menu -ChildPath 'Uninstall VOX-1.lnk'), 'Uninstall-VOX-1.bat')
    )
    foreach ($row in $rows) { [PSCustomObject]@{ Place = $row[0]; Script = $row[1] } }
}

function New-Shortcut {
    <#
    .SYNOPSIS
    Makes one shortcut; its black window stays small where VOX-1 has one of its own.
    #>
    param([object]$Shell, [object]$Row)
    New-Item -ItemType Directory -Force -Path (Split-Path -Path $Row.Place -Parent) | Out-Null
    $shortcut = $Shell.CreateShortcut($Row.Place)
    $shortcut.TargetPath = Join-Path -Path $Root -ChildPath $Row.Script
    $shortcut.WorkingDirectory = $Root
    $shortcut.IconLocation = Join-Path -Path $Root -ChildPath 'vox1_setup\icons\vox-1.ico'
    if ($Row.Script -eq 'RUN-VOX-1.bat') { $shortcut.WindowStyle = 7 }
    $shortcut.Save()
}

function Remove-Shortcut {
    <#
    .SYNOPSIS
    Removes one shortcut if it leads to this VOX-1, and says whether it did.
    #>
    param([object]$Shell, [object]$Row)
    if (-not (Test-Path -LiteralPath $Row.Place)) { return $false }
    $target = Join-Path -Path $Root -ChildPath $Row.Script
    if ($Shell.CreateShortcut($Row.Place).TargetPath -ne $target) { return $false }
    Remove-Item -LiteralPath $Row.Place
    $folder = Split-Path -Path $Row.Place -Parent
    if (((Split-Path -Path $folder -Leaf) -eq 'VOX-1') -and (-not (Get-ChildItem -LiteralPath $folder))) {
        Remove-Item -LiteralPath $folder
    }
    return $true
}

$shell = New-Object -ComObject 'WScript.Shell'
$removed = 0
foreach ($row in @(Get-ShortcutTable)) {
    if (-not $Remove) { New-Shortcut -Shell $shell -Row $row }
    elseif (Remove-Shortcut -Shell $shell -Row $row) { $removed += 1 }
}
if ($Remove -and ($removed -eq 0)) { exit 1 }
exit 0
