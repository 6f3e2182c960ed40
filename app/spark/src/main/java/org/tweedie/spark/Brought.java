package org.tweedie.spark;

import java.io.Serializable;

/**
 * What a task brings back.
 *
 * @param status the exit status of its process
 * @param files new and changed files as a zip; empty where the study sees them
 */
record Brought(int status, byte[] files) implements Serializable {}
