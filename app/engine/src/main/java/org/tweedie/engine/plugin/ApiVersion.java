package org.tweedie.engine.plugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tweedie.api.plugin.DiffusionPlugin;

/** Which plugins this program can run: same major version, and a minor one at most its own. */
record ApiVersion(int major, int minor) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\..*)?");

  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  static ApiVersion ours() {
    return parse(DiffusionPlugin.API_VERSION).orElseThrow();
  }

  boolean runs(ApiVersion plugin) {
    return plugin.major == major && plugin.minor <= minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
