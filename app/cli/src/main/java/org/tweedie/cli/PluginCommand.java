package org.tweedie.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is for authors of plugins. */
@Command(
    name = "plugin",
    description = "Begin a plugin of your own.",
    subcommands = NewPluginCommand.class,
    mixinStandardHelpOptions = true)
final class PluginCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? For example: tweedie plugin new NAME --kind sampler");
  }
}
