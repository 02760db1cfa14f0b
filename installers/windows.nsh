; What the installer for Windows does beside the builder's own steps.

!macro customInstall
  ; Blindfold stands under "Open with" for zips. What opens them by itself stays as it is: nothing here writes to .zip's default.
  WriteRegStr SHELL_CONTEXT "Software\Classes\Blindfold.Archive" "" "Zip archive"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Blindfold.Archive\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Blindfold.Archive\shell\open" "FriendlyAppName" "Blindfold"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Blindfold.Archive\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.zip\OpenWithProgids" "Blindfold.Archive" ""
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.zip\OpenWithProgids" "Blindfold.Archive"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Blindfold.Archive"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro customUnWelcomePage
  !define MUI_WELCOMEPAGE_TITLE "Remove Blindfold"
  !define MUI_WELCOMEPAGE_TEXT "This removes the app.$\r$\n$\r$\nYour sessions and settings stay where they are. They are found again when Blindfold is installed once more; to be rid of them, delete the sessions folder, which the app names under Settings, Storage.$\r$\n$\r$\nClose Blindfold before you go on."
  !insertmacro MUI_UNPAGE_WELCOME
!macroend
