import { ceremony, oneExtends, oneTag } from './ceremony.ts'
import { decisionRecords, kernelGrowth } from './decisions.ts'
import { confinement, declaration, direction } from './direction.ts'
import { doors, doorWidth } from './doors.ts'
import { floorPlan } from './floor-plan.ts'
import { onePerPort, purity } from './foreign.ts'
import { machinePaths, registryHosts, silencedCompiler, skippedTests, unfinishedWork } from './leftovers.ts'
import { declaredNames, fileNames, onlyDoors } from './names.ts'
import { contracts, readmes } from './promises.ts'
import type { Wall } from './repository.ts'
import { runTime } from './run-time.ts'
import { sizes } from './sizes.ts'
import { environment, namedExports, timeless } from './world.ts'

/** Every wall of the house, by what it says of the repository. */
export const walls: Readonly<Record<string, Wall>> = {
  'depends inwards only': direction,
  'imports other packages by their doors': confinement,
  'declares what it imports, pinned': declaration,
  'runs on what it declares for run time': runTime,
  'has packages where the plan has room for them': floorPlan,
  'has insides with three pure foreign packages, each in one place': purity,
  'has each foreign package once for a port, outside the simulators': onePerPort,
  'has at most four files of ceremony in a package': ceremony,
  'has a tsconfig of one extends in each package': oneExtends,
  'has the tag of its folder on each package': oneTag,
  'has a file behind each door': doors,
  'has doors of at most 25 names': doorWidth,
  'has a README in each adapter': readmes,
  'runs a contract in each driven adapter': contracts,
  'has files named in kebab-case by a noun': fileNames,
  'has no index.ts but doors': onlyDoors,
  'declares names that say something': declaredNames,
  'has files of a readable size': sizes,
  'has named exports only': namedExports,
  'reads the environment where adapters are put together': environment,
  'has insides without time and chance': timeless,
  'has no path of a machine': machinePaths,
  'has no host of a registry': registryHosts,
  'has no unfinished work in comments': unfinishedWork,
  'runs every test': skippedTests,
  'does not talk over the compiler': silencedCompiler,
  'has decision records of one page, named by day and title': decisionRecords,
  'has a kernel of decided words': kernelGrowth,
}
