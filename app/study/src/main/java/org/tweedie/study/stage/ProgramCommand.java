package org.tweedie.study.stage;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started once more, with the Java, the options and the class path it has. */
public final class ProgramCommand {

  private ProgramCommand() {}

  /** The Java that this process runs on. */
  static String java() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /**
   * The command that works on a mailbox's job, on another machine that sees the same files.
   *
   * @param held whether its input ends when what started it is gone
   */
  public static List<String> of(Mailbox mailbox, List<Path> plugins, boolean held) {
    return elsewhere(mailbox, plugins.stream().map(Path::toAbsolutePath).toList(), held);
  }

  /** The same with paths in the folder that it is started in. */
  public static List<String> elsewhere(Mailbox mailbox, List<Path> plugins, boolean held) {
    List<String> arguments = new ArrayList<>();
    arguments.add(mailbox.folder().toString());
    arguments.add(held ? MailboxProcess.HELD : MailboxProcess.FREE);
    plugins.forEach(folder -> arguments.add(folder.toString()));
    return of(MailboxProcess.class, arguments);
  }

  /** The command that runs a class. */
  static List<String> of(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Those that were set after the start are not among the arguments.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("tweedie."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
