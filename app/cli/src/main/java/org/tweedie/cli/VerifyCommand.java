package org.tweedie.cli;

import java.util.concurrent.Callable;
import org.tweedie.engine.Tweedie;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the papers' identities on the components of a config. */
@Command(
    name = "verify",
    description = {
      "Check the identities of the papers on the components that a config names.",
      "Exit status 1 where one fails."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private ConfigFiles files;

  @Mixin private PluginFolders plugins;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    files.name();
    Tweedie tweedie = plugins.engine(files.files());
    var verified = tweedie.verify(files.read(tweedie), table -> show(table));
    console.print(json ? verified.json() : verified.summary());
    return verified.holds() ? 0 : Program.FAILED;
  }

  private void show(String table) {
    if (!json) {
      console.print(table);
    }
  }
}
