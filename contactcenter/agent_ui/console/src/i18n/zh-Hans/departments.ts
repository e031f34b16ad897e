import type { departments as english } from "../en/departments";

/** 简体中文：部门、队列与成员，随页面加载。 */
export const departments: typeof english = {
  departments: {
    hint: "部门拥有队列和成员，成员可以看到并答复其中的咨询。读者在表单和聊天中选择部门，在电话中选择队列。邮件地址与部门的对应关系写在设置文件中。",
    add: "新建部门", addHint: "新部门自带一个同名队列。保存后请添加成员。", added: "已添加“{name}”，请继续添加成员。", rename: "重命名“{name}”", nameEn: "英文名称", nameZh: "中文名称",
    alike: "与部门同名的队列会一并改名。", queues: "队列", addQueue: "新建队列", addQueueFor: "为“{name}”新建队列", queueAdded: "已添加“{name}”，采用通常的规则。", own: "发给部门的咨询进入此队列",
    retire: "停用", retireOne: "停用“{name}”", retired: "已停用", restore: "恢复使用", restoreOne: "恢复使用“{name}”", didRetire: "“{name}”不再接收新咨询，其名称仍保留在工单和报表中。",
    notEmpty: "其中还有 1 个未结束的咨询：请先结束，或转到其他队列。 | 其中还有 {n} 个未结束的咨询：请先结束，或转到其他队列。", showOpen: "查看其中的咨询", isOwn: "发给部门的咨询进入此队列：请先在“分配”中另选一个队列。",
    hours: "服务时间", routing: "分配", members: "成员", nobody: "还没有成员：只有主管和管理员能看到这里的咨询。", addMember: "为“{name}”添加成员", whom: "要加入“{name}”的同事", put: "添加", letGo: "将 {who} 移出“{name}”", gone: "{who} 已不属于“{name}”，其手上的咨询仍由其处理。",
  },
};
