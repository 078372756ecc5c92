@echo off
rem Runs Mycel: finds the best JDK, and builds what is not built.
rem   MYCEL_JAVA_HOME  the JDK to use, whatever else there is
rem   MYCEL_JAVA_OPTS  more options of the JVM; they come last and win
setlocal EnableExtensions
set "here=%~dp0"
set "here=%here:~0,-1%"
set "java_home="
set "major=0"
set "best=0"

if not defined MYCEL_JAVA_HOME goto search
if not exist "%MYCEL_JAVA_HOME%\bin\java.exe" (
  echo mycel: MYCEL_JAVA_HOME: there is no "%MYCEL_JAVA_HOME%\bin\java.exe" 1>&2
  exit /b 2
)
call :consider "%MYCEL_JAVA_HOME%"
goto found

:search
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :consider "%%~d"

:found
if %best% EQU 0 (
  echo mycel: needs Java 17 or newer, found none; install a JDK or set MYCEL_JAVA_HOME 1>&2
  exit /b 2
)

if "%~1"=="bench" (
  echo mycel: bench needs the script runtime/mycel, and so a POSIX shell 1>&2
  exit /b 2
)
rem Dates of files are not compared here: after a change of sources, run mvnw yourself.
set "target=%here%"
if exist "%here%\pom.xml" set "target=%here%\target"
if exist "%target%\mycel.jar" goto run
if not exist "%here%\pom.xml" (
  echo mycel: there is no "%target%\mycel.jar" 1>&2
  exit /b 2
)
echo mycel: building; the first time this takes a minute or two 1>&2
pushd "%here%\.."
set "JAVA_HOME=%java_home%"
call mvnw.cmd -q -B -pl runtime -am -DskipTests -Dspotless.check.skip package 1>&2
if errorlevel 1 (
  popd
  echo mycel: the build failed; see above 1>&2
  exit /b 2
)
popd

:run
set "flags="
if %major% GEQ 22 set "flags=--enable-native-access=ALL-UNNAMED"
if %major% GEQ 24 set "flags=%flags% --sun-misc-unsafe-memory-access=allow"
set "graal="
if not "%~1"=="serve" goto start
if not %major% EQU 25 goto start
if not exist "%target%\lib\graal\" goto start
set "flags=%flags% -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI -XX:SweeperThreshold=30"
rem The compiler for JavaScript is Java itself: its own code is made fast as soon as is usual. Code of plugins that went may pile up for longer: to find it all calls stand still.
set "flags=%flags% -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,jdk.graal.*::*,0.2 -XX:CompileCommand=CompileThresholdScaling,com.oracle.*::*,0.2"
set "graal=--upgrade-module-path=%target%\lib\graal"
:start
rem The optimising compiler waits until code is five times as hot as is usual: less work at the start, less memory.
set "compiler=-XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000 -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000"
rem Commands that are no server end soon: they start sooner without it.
if not "%~1"=="serve" set "compiler=-XX:TieredStopAtLevel=1"
rem Half the memory of the standard collector at this size of the heap; a JVM takes one collector only.
set "collector=-XX:+UseSerialGC"
echo "%MYCEL_JAVA_OPTS%" | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul && set "collector="
if defined graal (
  "%java_home%\bin\java.exe" %collector% -Xms32m -Xmx512m -XX:MaxDirectMemorySize=768m %compiler% -Xshare:auto %flags% "%graal%" %MYCEL_JAVA_OPTS% -jar "%target%\mycel.jar" %*
) else (
  "%java_home%\bin\java.exe" %collector% -Xms32m -Xmx512m -XX:MaxDirectMemorySize=768m %compiler% -Xshare:auto %flags% %MYCEL_JAVA_OPTS% -jar "%target%\mycel.jar" %*
)
exit /b %errorlevel%

rem Takes the JDK in %1 if it is better than the best so far: 25, 21, 17, then the newest.
:consider
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "version="
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "version=%%~v"
for /f "delims=.-+ tokens=1" %%m in ("%version%") do set "found=%%m"
set "rank=0"
if %found% GEQ 17 set /a rank=500+found
if %found% EQU 17 set "rank=800"
if %found% EQU 21 set "rank=900"
if %found% EQU 25 set "rank=1000"
if %rank% LEQ %best% exit /b 0
set "java_home=%~1"
set "major=%found%"
set "best=%rank%"
exit /b 0
