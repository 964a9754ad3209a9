@echo off
rem Starts Counterpoint from the packed layout (bin\ beside lib\) on Windows. It never builds.
rem
rem   JAVA_HOME               the Java to use (17 or newer); else the one on PATH
rem   COUNTERPOINT_JAVA_OPTS  further JVM flags, such as -Xmx8g
setlocal enableextensions enabledelayedexpansion

set "home=%~dp0.."
if not exist "%home%\lib" (
    echo counterpoint: %home%\lib is missing: unpack the whole distribution 1>&2
    exit /b 2
)

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
    echo counterpoint: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it 1>&2
    echo counterpoint: set JAVA_HOME to a Java 17 or newer, or unset it to use the one on PATH 1>&2
    exit /b 2
)
set "version="
for /f "tokens=3" %%v in ('cmd /c ""%java%" -version 2>&1" ^| findstr /c:" version "') do if not defined version set "version=%%~v"
if not defined version (
    echo counterpoint: no Java found: neither JAVA_HOME is set nor is java on PATH 1>&2
    echo counterpoint: install a Java 17 or newer ^(any vendor; a JRE is enough to run^) 1>&2
    exit /b 2
)
for /f "tokens=1 delims=.-+" %%m in ("%version%") do set "major=%%m"
if %major% lss 17 (
    echo counterpoint: %java% is Java %version%; Counterpoint needs 17 or newer 1>&2
    exit /b 2
)

rem What the native parts read at their start (docs\native.md).
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined OPENBLAS_THREAD_TIMEOUT set "OPENBLAS_THREAD_TIMEOUT=10"
if not defined OPT_OUT_TRACKING set "OPT_OUT_TRACKING=true"
if not defined DJL_OFFLINE set "DJL_OFFLINE=true"
rem The demo trains with one thread (DemoSize says why).
if "%~1"=="demo" if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
if "%~1"=="demo" if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"

rem Rows of any number pass through the heap of the first; of the others tensors live outside of it.
set "memory=-XX:+UseSerialGC -XX:MaxRAMPercentage=25 -XX:InitialRAMPercentage=0.5 -XX:MaxNewSize=128m -XX:-ShrinkHeapInSteps -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"
for %%c in (pairs split order difficulty export) do if "%~1"=="%%c" set "memory=-XX:+UseParallelGC -Xmx1g -XX:FreqInlineSize=60"
set "flags=-Dfile.encoding=UTF-8 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.maxBytes=0 --enable-native-access=ALL-UNNAMED"
if %major% geq 24 if %major% leq 26 set "flags=%flags% --sun-misc-unsafe-memory-access=allow"
set "vectors="
for %%c in (train score generate serve chat run demo doctor) do if "%~1"=="%%c" set "vectors=1"
for %%a in (%*) do if "%%~a"=="--model-dir" set "vectors=1"
rem Vectors of a method that becomes a part of another may become objects. Interpreted, a vector operation is some hundred times
rem slower, so those loops are compiled after a twentieth of the usual calls.
if defined vectors set "flags=%flags% --add-modules jdk.incubator.vector -XX:CompileCommand=quiet -XX:CompileCommand=dontinline,org.counterpoint.engine.vector.Softmax::* -XX:CompileCommand=CompileThresholdScaling,org.counterpoint.engine.vector.*::*,0.05"

"%java%" %memory% %flags% -Dcounterpoint.terminals= %COUNTERPOINT_JAVA_OPTS% -cp "%home%\lib\*" org.counterpoint.app.Main %*
exit /b %errorlevel%
