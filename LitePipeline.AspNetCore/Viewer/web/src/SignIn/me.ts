import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { get } from '../Api/call'
import type { Me, Role } from '../Api/records'
import { session } from './session'

/** Who looks at this page, as the API sees it. */
export function useAskWhoIAm() {
  const signedIn = useSyncExternalStore(session.subscribe, () => session.current)
  return useQuery({ queryKey: ['me', signedIn?.token ?? null], queryFn: ({ signal }) => get<Me>('me', undefined, signal), staleTime: Infinity })
}

export const MeContext = createContext<Me>({ user: null, role: 'viewer', expires_at: null })

export const useMe = () => useContext(MeContext)

const ranks: Role[] = ['viewer', 'operator', 'admin']

/** Whether somebody may do what takes this role; the API decides it again. */
export const mayDo = (me: Me, role: Role) => ranks.indexOf(me.role) >= ranks.indexOf(role)

export const useMay = (role: Role) => mayDo(useMe(), role)
