/** What is made of packages with versions. */
export interface PackagedKind {
  noun: 'application' | 'venv'
  title: string
  titles: string
}

export const applications: PackagedKind = { noun: 'application', title: 'Application', titles: 'Applications' }
export const venvs: PackagedKind = { noun: 'venv', title: 'Venv', titles: 'Venvs' }
