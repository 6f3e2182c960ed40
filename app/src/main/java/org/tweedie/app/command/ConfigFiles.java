package org.tweedie.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.app.config.ConfigReader;
import org.tweedie.app.config.RunConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Config files, overrides and plugins: what all commands have that start from a config. */
public final class ConfigFiles {

  @Parameters(
      paramLabel = "CONFIG",
      arity = "1..*",
      description = "Config files; later ones are laid over earlier ones.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Set one option, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private PluginFolders plugins;

  /** The files. */
  public List<Path> files() {
    return files;
  }

  /**
   * Loads the plugins and reads the config.
   *
   * @throws org.tweedie.app.config.ConfigException with all problems of the config
   */
  public RunConfig read() {
    return ConfigReader.read(files, overrides, plugins.load(files));
  }
}
