package __package__;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The jar's table of contents; the file in META-INF/services names this class. */
public final class __Plugin__ implements DiffusionPlugin {

  @Override
  public String name() {
    return "__name__";
  }

  @Override
  public void configure(Components components) {
    components.add(Kinds.__KIND__, "__name__", __Component__.class);
  }
}
