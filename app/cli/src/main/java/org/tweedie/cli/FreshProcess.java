package org.tweedie.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program in a process of its own, with the Java, the options and the class path it has. */
final class FreshProcess {

  private FreshProcess() {}

  /**
   * How it ended.
   *
   * @param status the exit status
   * @param errors what it printed for people
   */
  record Ended(int status, String errors) {}

  /** Runs a command to its end. */
  static Ended run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Those that were set after the start are not among the arguments.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("tweedie.") && !name.equals("tweedie.terminal"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Program.class.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      String errors =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Ended(process.onExit().join().exitValue(), errors);
    } finally {
      process.destroy();
    }
  }
}
