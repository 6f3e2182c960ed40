package org.tweedie.engine.verification;

import java.util.List;
import org.tweedie.api.identity.Finding;
import org.tweedie.engine.plugin.ComponentType;

/**
 * What was found of one component.
 *
 * @param type the component
 * @param findings one for each identity
 */
public record Verified(ComponentType type, List<Finding> findings) {

  /** Copies the findings. */
  public Verified {
    findings = List.copyOf(findings);
  }
}
