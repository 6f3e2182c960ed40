package org.tweedie.engine.plugin;

import java.util.List;
import org.tweedie.api.plugin.Kind;

/**
 * Components that a built-in plugin offers to a command.
 *
 * @param command the command, or what several have in common
 * @param kind their kind
 * @param names their names in that plugin
 * @param origin the plugin
 */
record Suggestion(String command, Kind<?> kind, List<String> names, Origin origin) {}
