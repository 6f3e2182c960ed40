package org.tweedie.engine.run;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;

/** Where injectors come from. */
final class Injectors {

  static {
    // Guice would make classes at run time, to call constructors sooner than reflection does, by
    // what newer Java versions
    // warn of on the terminal. Components are made once a run. Read when Guice's first class is
    // loaded.
    String option = "guice_bytecode_gen_option";
    System.setProperty(option, System.getProperty(option, "DISABLED"));
  }

  private Injectors() {}

  /** An injector that makes things when they are asked for. */
  static Injector of(Module module) {
    return Guice.createInjector(Stage.DEVELOPMENT, module);
  }
}
