@echo off
rem Starts Tweedie with the jars in ..\lib. JAVA_HOME chooses the JVM (17 or newer), TWEEDIE_OPTS adds options for it.
setlocal
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2
rem By itself TensorFlow calculates by oneDNN on newer processors alone; others are faster by it too.
if not defined TF_ENABLE_ONEDNN_OPTS set TF_ENABLE_ONEDNN_OPTS=1
rem Automatic mixed precision is to know our operation; elsewhere the program itself tells the C library.
if not defined TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_INFERLIST_ADD set TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_INFERLIST_ADD=TweedieGroupNorm,TweedieGroupNormGrad
rem JavaCPP would look for libraries of CUDA in every jar.
set EXTENSION=-cpu
if exist "%~dp0..\lib\*-gpu.jar" set EXTENSION=-gpu
set JAVA=java
if defined JAVA_HOME set JAVA="%JAVA_HOME%\bin\java"
%JAVA% -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.platform.extension=%EXTENSION% %TWEEDIE_OPTS% -cp "%~dp0..\lib\*" org.tweedie.cli.Program %*
