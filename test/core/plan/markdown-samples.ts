/** Plans as people write them, in several ways. */

/** Phases, tasks with checkboxes, notes on the order: every field that is read stands here once. */
export const PHASES = `# Implementation Plan: Durations that speak

## Overview

- **Goal:** People read durations, not numbers.
- **Priority:** P1

## Dependencies

### Upstream
- 9.9 of another plan must be there

## Phase 1: Reading

**Objective:** Text becomes seconds.

**Execution Note:** Tasks 1.1-1.2 are [SEQUENTIAL] - both change \`src/read.ts\`

- [x] 1.1 Read durations
  - [x] "90s" is 90 seconds
  - [ ] 1.1.1 "2m" is 120 seconds
  - Files: \`src/read.ts\`, \`test/read.test.ts:12-30\`
  - Findings: leading zeros are common in logs
- [ ] 1.2 Refuse nonsense with the place where it stands
  - Priority: P0
  - Estimate: 1-2 hours
  - Complexity: 7
  - Verify: read "9x" and look at the column
  - The place is counted from 1.

**VERIFY Phase 1:**
- [ ] 1.3 every test passes
- [ ] the page shows it

## Phase 2: Speaking

**Depends on:** Phase 1

- [ ] 2.1 Format durations
- [ ] 2.2 Compare durations (depends on 1.1)
- [ ] 2.3 Sum durations
  - Dependencies: none
- [ ] 2.4 List durations (depends: 2.1-2.3)
- [ ] 2.5 Publish [SEQUENTIAL]

## Risks

- **2.9** may be late

## Findings

### 2.1
- Locale matters.

- **2.2** Ties are equal.
`;

/** Tasks are headings; checkboxes below them are what must hold. */
export const HEADINGS = `# Search

## Phase 1: Foundation

### Task 1.1: Index the archive

**Status:** Done | **Priority:** Critical
**Estimated Time:** 2 days

Every word of the archive is found again.

**Files:**
- Create: \`src/index/build.ts\`
- Modify: \`src/archive.ts:10-20\`

**Steps:**
- [ ] **Step 1: Write the test**

#### Findings

The archive has 40,000 pages.

### ✅ Task 1.2 - Ask the index

**Dependencies:**
- Task 1.1: the index itself

\`\`\`md
### Task 1.9: this is code
- [ ] 1.8 and this
\`\`\`

**Acceptance Criteria:**
- [ ] A word that is nowhere gives an empty list
- [ ] Case does not count

### [ ] Task 1.3: Show what was found

Depends on: Task 1.2, Task 1.1
`;

/** Numbers in bold, without checkboxes. */
export const BOLD = `# Small things

**1.1** Say hello
Depends on: none

**1.2** Say goodbye
Depends on: **1.1**

- **Task 2.1:** Say nothing (after 1.2)
`;

/** Numbered groups with checkboxes below them. */
export const GROUPS = `## 1. Dependencies

- [x] 1.1 Add the parser
- [ ] 1.2 Pin it

## 2. Use

- [ ] 2. Reading
  - [ ] 2.1 Read a file
    - File: src/read.ts
    - Dependencies: Task 1.2
  - [ ] 2.2 Read a folder
`;

/** Every task counted through. */
export const WHOLE = `# Whole

### Task 1: Measure
- [ ] **Step 1: Write the test**
- [ ] 2. Make it pass

### Task 2: Compare
Depends on: 1
`;
