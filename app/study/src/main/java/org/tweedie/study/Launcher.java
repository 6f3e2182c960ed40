package org.tweedie.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts this program once more, with the Java, the options and the class path that this process
 * has.
 *
 * @param main the class to start; its first two arguments are the number of this process and a
 *     lock's file, see {@link #start}
 * @param arguments those that end every command line: where plugins are
 */
public record Launcher(String main, List<String> arguments) {

  /** Copies the arguments. */
  public Launcher {
    arguments = List.copyOf(arguments);
  }

  /**
   * Starts a process.
   *
   * @param lock the file that it locks as long as it lives
   * @param log what it prints is added here
   * @param command the command line after the program's name
   */
  Process start(Path lock, Path log, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    whole.add(java());
    whole.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Those that were set after the start are not among the arguments.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("tweedie."))
        .forEach(name -> whole.add("-D" + name + "=" + System.getProperty(name)));
    whole.add("-Dtweedie.terminal=false");
    whole.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    whole.add(Long.toString(ProcessHandle.current().pid()));
    whole.add(lock.toString());
    whole.addAll(command);
    whole.addAll(arguments);
    Process process =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return process;
  }

  private static String java() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }
}
