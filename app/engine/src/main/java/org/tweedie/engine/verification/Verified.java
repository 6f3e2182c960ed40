package org.tweedie.engine.verification;

import java.util.List;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.laws.identity.Finding;

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
