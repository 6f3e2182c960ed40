package org.tweedie.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.progress.Ending;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program. Exit status 0: done; 1: failed; 2: the user's input was wrong.
 *
 * <p>Commands load what they need when they run: help and completion load nothing native, and none
 * of the libraries for wiring, configs and checks.
 */
@Command(
    name = "tweedie",
    description = "Trains, measures and samples variational diffusion models made of plugins.",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class)
public final class Program implements Runnable {

  /** Exit status of a run that failed. */
  public static final int FAILED = 1;

  /** Exit status where the user's input was wrong. */
  public static final int WRONG_INPUT = 2;

  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          TrainCommand.class,
          DistillCommand.class,
          TrainClassifierCommand.class,
          AverageCommand.class,
          EvaluateCommand.class,
          SampleCommand.class,
          InpaintCommand.class,
          UpscaleCommand.class,
          DenoiseCommand.class,
          ReconstructCommand.class,
          InterpolateCommand.class,
          ScoreCommand.class,
          CompressCommand.class,
          DecompressCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          ServeCommand.class,
          AblateCommand.class,
          ResultsCommand.class,
          ReproduceCommand.class,
          VarianceCommand.class,
          VerifyCommand.class,
          ConvergenceCommand.class,
          ComponentsCommand.class,
          SchemaCommand.class,
          PluginCommand.class,
          CompletionCommand.class);

  /** What is answered without a look at any command. */
  private static final Set<String> OF_ALL = Set.of("-h", "--help", "-V", "--version");

  private final PluginLoader loader;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private Program(PluginLoader loader) {
    this.loader = loader;
  }

  /** Runs the program and ends the JVM. */
  public static void main(String... args) {
    // The checker of constraints greets its users on the error stream, unless its logging goes
    // here.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    // Numbers are printed in one way, whatever the user's language.
    Locale.setDefault(Locale.ROOT);
    Ending.guard(new PrintWriter(System.err, true, Charset.defaultCharset()));
    Ending.exit(run(args));
  }

  private static int run(String... args) {
    try {
      CommandLine program =
          asksForAll(args)
              ? listing(new PluginLoader())
              : commandLine(new PluginLoader(), named(args));
      return program.execute(args);
    } catch (OutOfMemoryError full) {
      System.err.println(
          "Out of memory: "
              + full.getMessage()
              + ". Smaller batches need less: train.batch,"
              + " evaluate.batch, sample.batch. TWEEDIE_OPTS=-Xmx4g gives Java more.");
    } catch (LinkageError broken) {
      String why = broken.getCause() == null ? "" : " (" + broken.getCause() + ")";
      System.err.println("A library cannot be loaded: " + broken + why);
    } catch (Error other) {
      // Of components as a rule, which may throw anything.
      boolean verbose = List.of(args).contains("--verbose");
      Failures.unforeseen(
          other, "tweedie", verbose, new PrintWriter(System.err, true, Charset.defaultCharset()));
    }
    return FAILED;
  }

  /**
   * The command line, ready to execute; it never ends the JVM.
   *
   * @param loader where components come from
   */
  public static CommandLine commandLine(PluginLoader loader) {
    return commandLine(loader, COMMANDS);
  }

  private static CommandLine commandLine(PluginLoader loader, List<Class<?>> commands) {
    CommandLine program = new CommandLine(new Program(loader));
    // No function: one of picocli's types would keep picocli out of the archive of classes.
    for (Class<?> command : commands) {
      program.addSubcommand(command);
    }
    return handled(program);
  }

  private static CommandLine handled(CommandLine program) {
    Failures failures = new Failures();
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Whether arguments ask for the list of all commands, or for less. */
  private static boolean asksForAll(String... args) {
    return args.length == 0 || (args.length == 1 && OF_ALL.contains(args[0]));
  }

  /** The command line with all commands by name and description, which none can be given to. */
  private static CommandLine listing(PluginLoader loader) {
    CommandLine program = new CommandLine(new Program(loader));
    for (Class<?> command : COMMANDS) {
      Command said = command.getAnnotation(Command.class);
      CommandSpec shown = CommandSpec.create().name(said.name());
      shown.usageMessage().description(said.description());
      program.addSubcommand(said.name(), shown);
    }
    return handled(program);
  }

  /**
   * The command that arguments begin with, alone, since learning the options of all takes a quarter
   * of a second; all, where none is named or the one that is writes of the others.
   */
  private static List<Class<?>> named(String... args) {
    return COMMANDS.stream()
        .filter(command -> args.length > 0 && command != CompletionCommand.class)
        .filter(command -> command.getAnnotation(Command.class).name().equals(args[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** Where components come from. */
  PluginLoader loader() {
    return loader;
  }

  boolean verbose() {
    return verbose;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "tweedie "
            + Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                .orElse("(development)"),
        "Java " + Runtime.version()
      };
    }
  }
}
